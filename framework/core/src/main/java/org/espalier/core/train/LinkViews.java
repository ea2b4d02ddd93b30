package org.espalier.core.train;

import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.score.LinkView;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.storage.LatentWeight;

/**
 * What the prune criterion of a rule sees in one update.
 *
 * @param flow through the network as it is before the update, when the criterion asks for it
 * @param curvature of the loss of the step, when the criterion asks for it
 */
record LinkViews(SparsityRule rule, Optional<SynapticFlow> flow, Optional<HessianGradient> curvature) {
    /** Links of which some go: those there are, or, where a mask is chosen anew, all positions. */
    LinkView candidates(TrainedWeight weight, RandomStream stream) {
        RandomStream prune = stream.fork("prune");
        return weight.store() instanceof LatentWeight latent && rule.grow().isPresent()
                ? new SeenLinks(latent, prune, collected(weight))
                : all(weight, stream);
    }

    /** Of a latent weight, all positions. */
    LinkView all(TrainedWeight weight, RandomStream stream) {
        return new StoredLinks(weight.store(), stream.fork("prune"), collected(weight));
    }

    private Collected collected(TrainedWeight weight) {
        return Collected.of(weight.shape().name(), flow, curvature);
    }
}
