package org.espalier.plugins.regularizers;

import jakarta.inject.Inject;
import java.util.Arrays;
import org.espalier.api.Plugin;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Regularizer;

/**
 * The sum of norms, each counted alike (Tibshirani, "Regression shrinkage and selection via the lasso", 1996, where groups
 * are single values):
 *
 * <pre>
 *   R(z) = Σ zⱼ        zⱼ ← max(0, zⱼ - stepⱼ)
 * </pre>
 *
 * <p>On the scales of batch normalisation it is the penalty of network slimming (Liu et al., ICCV 2017).
 */
@Plugin(
        name = "l1",
        doc = "The sum of the sizes of values, or of the norms of groups: makes many of them exactly zero, whichever.")
public final class L1 implements Regularizer {
    @Inject
    public L1() {}

    @Override
    public double value(GroupView groups, double[] norms) {
        double sum = 0;
        for (int j = 0; j < groups.count(); j++) {
            sum += norms[j];
        }
        return sum;
    }

    @Override
    public void prox(GroupView groups, double[] norms) {
        for (int j = 0; j < groups.count(); j++) {
            norms[j] = Math.max(0, norms[j] - groups.step(j));
        }
    }

    @Override
    public void slopes(GroupView groups, double[] norms, double[] slopes) {
        Arrays.fill(slopes, 0, groups.count(), 1);
    }
}
