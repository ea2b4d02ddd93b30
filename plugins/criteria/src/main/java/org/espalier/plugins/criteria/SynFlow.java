package org.espalier.plugins.criteria;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Plugin;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Need;
import org.espalier.api.score.PruneCriterion;

/**
 * The share of a link in what flows through the network, {@code |w| dR/d|w| / R} (Tanaka, Kunin, Yamins and Ganguli,
 * "Pruning neural networks without any data by iteratively conserving synaptic flow", NeurIPS 2020). Taken away in one
 * round, whole layers go; in many rounds, each of which leaves the same part of the links, the flow of those that are left
 * grows where there are few of them, and no layer is cut through.
 */
@Plugin(
        name = "synflow",
        doc =
                "Drops the links that carry least of what flows through the network from an input of ones; reads no data. Use many rounds, sparsity 'geometric-density' and distribute 'global'.")
public final class SynFlow implements PruneCriterion {
    @Inject
    public SynFlow() {}

    @Override
    public Set<Need> needs() {
        return Set.of(Need.SYNAPTIC_FLOW);
    }

    @Override
    public void score(LinkView links, float[] scores) {
        int count = links.count();
        for (int i = 0; i < count; i++) {
            scores[i] = (float) links.flow(i);
        }
    }
}
