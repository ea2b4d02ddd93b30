package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.Arrays;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.GroupSelector;
import org.espalier.api.loop.GroupView;

/**
 * Takes out of each layer the smallest groups that together hold a small share of its energy, the sum of squared norms: with
 * norms g₁ ≤ g₂ ≤ … the first i for which Σ_{j ≤ i} gⱼ² is more than share · Σ gⱼ² is the first that stays, and the threshold
 * lies between gᵢ₋₁ and gᵢ. A layer without a norm of at least {@link #ASLEEP} keeps one group. The rule by which MaskSparsity
 * chooses (Jiang et al., "Pruning-aware Sparse Regularization for Network Pruning", 2021).
 */
@Plugin(
        name = "energy",
        doc = "Takes out of each layer the smallest groups that together hold a small share of its squared norms.")
public final class Energy implements GroupSelector {
    private static final double ASLEEP = 1e-3;

    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Share of the sum of squared norms of a layer that may go.",
                    byDefault = "1e-4",
                    range = "[0, 1)")
            double share) {}

    @Inject
    public Energy(Options options) {
        this.options = options;
    }

    @Override
    public void select(GroupView groups, double[] norms, boolean[] kept) {
        for (int p = 0; p < groups.parameters(); p++) {
            int from = groups.first(p);
            int to = groups.first(p + 1);
            double threshold = threshold(Arrays.copyOfRange(norms, from, to));
            for (int j = from; j < to; j++) {
                kept[j] = norms[j] >= threshold;
            }
        }
    }

    /** What is smaller goes. */
    double threshold(double... norms) {
        double[] sorted = norms.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0 || sorted[sorted.length - 1] < ASLEEP) {
            return Double.MAX_VALUE;
        }
        double all = 0;
        for (double norm : sorted) {
            all += norm * norm;
        }
        double sum = 0;
        for (int i = 0; i < sorted.length; i++) {
            sum += sorted[i] * sorted[i];
            if (sum > options.share() * all) {
                return i == 0 ? 0 : (sorted[i - 1] + sorted[i]) / 2;
            }
        }
        return 0;
    }
}
