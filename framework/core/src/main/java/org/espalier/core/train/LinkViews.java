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
 */
record LinkViews(SparsityRule rule, Optional<SynapticFlow> flow) {
    /** Links of which some go: those there are, or, where a mask is chosen anew, all positions. */
    LinkView candidates(TrainedWeight weight, RandomStream stream) {
        RandomStream prune = stream.fork("prune");
        double[] flows = flow.map(known -> known.shares(weight.shape().name())).orElse(new double[0]);
        return weight.store() instanceof LatentWeight latent && rule.grow().isPresent()
                ? new SeenLinks(latent, prune, flows)
                : new StoredLinks(weight.store(), prune, flows);
    }
}
