package org.espalier.plugins.regularizers;

import jakarta.inject.Inject;
import org.espalier.api.Plugin;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Regularizer;

/**
 * Half the sum of squares (Hoerl and Kennard, "Ridge regression: biased estimation for nonorthogonal problems", 1970):
 *
 * <pre>
 *   R(z) = ½ Σ zⱼ²        zⱼ ← zⱼ / (1 + stepⱼ)
 * </pre>
 *
 * <p>Nothing becomes zero. Outside a mask it is the L2 form of the penalty of MaskSparsity (Jiang et al., "Pruning-aware Sparse
 * Regularization for Network Pruning", 2021).
 */
@Plugin(
        name = "l2",
        doc = "Half the sum of squares: makes what is large smaller and nothing zero, whichever the groups are.")
public final class L2 implements Regularizer {
    @Inject
    public L2() {}

    @Override
    public double value(GroupView groups, double[] norms) {
        double sum = 0;
        for (int j = 0; j < groups.count(); j++) {
            sum += norms[j] * norms[j];
        }
        return sum / 2;
    }

    @Override
    public void prox(GroupView groups, double[] norms) {
        for (int j = 0; j < groups.count(); j++) {
            norms[j] /= 1 + groups.step(j);
        }
    }

    @Override
    public void slopes(GroupView groups, double[] norms, double[] slopes) {
        System.arraycopy(norms, 0, slopes, 0, groups.count());
    }
}
