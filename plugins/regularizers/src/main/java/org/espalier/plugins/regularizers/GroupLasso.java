package org.espalier.plugins.regularizers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.GroupView;
import org.espalier.api.loop.Regularizer;

/**
 * The sum of the norms of groups (Yuan and Lin, "Model selection and estimation in regression with grouped variables",
 * 2006), each times the root of the number p of its values:
 *
 * <pre>
 *   R(z) = Σ √pⱼ zⱼ        zⱼ ← max(0, zⱼ - stepⱼ √pⱼ)
 * </pre>
 *
 * <p>Without the roots it is the penalty of structured sparsity learning (Wen et al., NIPS 2016).
 */
@Plugin(
        name = "group-lasso",
        doc = "The sum of the norms of groups: whole groups become exactly zero, the more the stronger it is.")
public final class GroupLasso implements Regularizer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Whether a group counts by the root of how many values it has, and not like every other.",
                    byDefault = "true")
            boolean bySize) {}

    @Inject
    public GroupLasso(Options options) {
        this.options = options;
    }

    @Override
    public double value(GroupView groups, double[] norms) {
        double sum = 0;
        for (int j = 0; j < groups.count(); j++) {
            sum += weight(groups, j) * norms[j];
        }
        return sum;
    }

    @Override
    public void prox(GroupView groups, double[] norms) {
        for (int j = 0; j < groups.count(); j++) {
            norms[j] = Math.max(0, norms[j] - groups.step(j) * weight(groups, j));
        }
    }

    @Override
    public void slopes(GroupView groups, double[] norms, double[] slopes) {
        for (int j = 0; j < groups.count(); j++) {
            slopes[j] = weight(groups, j);
        }
    }

    private double weight(GroupView groups, int group) {
        return options.bySize() ? Math.sqrt(groups.size(group)) : 1;
    }
}
