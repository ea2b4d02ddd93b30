package org.espalier.plugins.regularizers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Regularizer;

/**
 * The sum of norms, a parabola near zero, where the sign of a small value would go back and forth from step to step (Jiang et
 * al., "Pruning-aware Sparse Regularization for Network Pruning", 2021). With a width w and a curvature c
 *
 * <pre>
 *   R(z) = Σ c zⱼ² / 2               where zⱼ &lt; w
 *          Σ c w² / 2 + zⱼ - w       elsewhere
 * </pre>
 *
 * <p>The paper's program has a curvature of 1, and its width is the learning rate times the strength, so that the slope goes up
 * to 1 at once there. With a curvature of 1 / w the slope has no jump (Huber, "Robust estimation of a location parameter", 1964),
 * and a step of plain descent by that width ends at zero instead of beyond. The step of the proximal form, convex as w ≤ 1, is
 * {@code z ← z / (1 + c step)} where that lies below w, {@code z - step} where that lies above, and w between them.
 */
@Plugin(
        name = "smooth-l1",
        doc =
                "The sum of the sizes of values, or of the norms of groups, with a parabola near zero that ends going back and forth around it.")
public final class SmoothL1 implements Regularizer {
    /** The penalty is not convex with a wider parabola of curvature 1. */
    private static final double WIDEST = 1;

    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc =
                            "Below which size the parabola is; 0 takes the learning rate times the strength, and 1 at most.",
                    byDefault = "0",
                    range = "[0, 1]")
            double width,

            @Option(
                    doc =
                            "Whether the slope grows to 1 over the width; otherwise the parabola has a curvature of 1 and the slope jumps.",
                    byDefault = "false")
            boolean joined) {}

    @Inject
    public SmoothL1(Options options) {
        this.options = options;
    }

    @Override
    public double value(GroupView groups, double[] norms) {
        double sum = 0;
        for (int j = 0; j < groups.count(); j++) {
            double width = width(groups, j);
            double inside = Math.min(norms[j], width);
            sum += curvature(width) * inside * inside / 2 + (norms[j] - inside);
        }
        return sum;
    }

    @Override
    public void prox(GroupView groups, double[] norms) {
        for (int j = 0; j < groups.count(); j++) {
            double width = width(groups, j);
            double step = groups.step(j);
            double bent = norms[j] / (1 + curvature(width) * step);
            norms[j] = bent < width ? bent : Math.max(width, norms[j] - step);
        }
    }

    @Override
    public void slopes(GroupView groups, double[] norms, double[] slopes) {
        for (int j = 0; j < groups.count(); j++) {
            double width = width(groups, j);
            slopes[j] = norms[j] < width ? curvature(width) * norms[j] : 1;
        }
    }

    private double width(GroupView groups, int group) {
        return options.width() > 0 ? options.width() : Math.min(WIDEST, groups.step(group));
    }

    /** A parabola without width has none. */
    private double curvature(double width) {
        return options.joined() && width > 0 ? 1 / width : 1;
    }
}
