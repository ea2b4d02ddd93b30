package org.espalier.plugins.regularizers;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Dial;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;

/**
 * Projects the incoming weights of every neuron, a row w, onto a ball (Srebro, Rennie and Jaakkola, "Maximum-margin matrix
 * factorization", 2005; with dropout in Srivastava et al., 2014):
 *
 * <pre>
 *   w ← w · min(1, limit / ‖w‖₂)
 * </pre>
 *
 * <p>Of a sparse weight a row is its links. Vectors are left alone.
 */
@Plugin(name = "max-norm", doc = "Bounds the norm of every row of a weight after each step.")
@Claims(owns = Claim.VALUES)
public final class MaxNorm implements Rule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "The largest Euclidean norm of a row.", byDefault = "3", range = "(0, inf)")
            Dial limit) {}

    @Inject
    public MaxNorm(Options options) {
        this.options = options;
    }

    @Override
    public Set<Point> points() {
        return Set.of(Point.AFTER_STEP);
    }

    @Override
    public void act(Point point, RuleStep step) {
        double limit = options.limit().value();
        for (int p = 0; p < step.parameters().size(); p++) {
            RuleParameter parameter = step.parameters().get(p);
            if (parameter.weight()) {
                bound(parameter, limit);
            }
        }
    }

    private static void bound(RuleParameter parameter, double limit) {
        float[] values = parameter.values();
        boolean changed = false;
        for (int r = 0; r < parameter.shape().rows(); r++) {
            int from = parameter.rowStart(r);
            int to = parameter.rowStart(r + 1);
            double square = 0;
            for (int k = from; k < to; k++) {
                square = Math.fma((double) values[k], values[k], square);
            }
            if (square > limit * limit) {
                double factor = limit / Math.sqrt(square);
                for (int k = from; k < to; k++) {
                    values[k] = (float) (factor * values[k]);
                }
                changed = true;
            }
        }
        if (changed) {
            parameter.putValues();
        }
    }
}
