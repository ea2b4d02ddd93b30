package org.espalier.plugins.optimizers;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Dial;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;
import org.espalier.api.loop.Passes;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;

/**
 * Gradients from losses alone, by simultaneous perturbation (Spall, "Multivariate Stochastic Approximation Using a
 * Simultaneous Perturbation Gradient Approximation", IEEE Transactions on Automatic Control 1992):
 *
 * <pre>
 *   g = 1/q Σ_j (L(w + μ u_j) - L(w - μ u_j)) / 2μ · u_j
 * </pre>
 *
 * with directions u_j of which every stored value has 1 or -1 at random, drawn anew in each step. On average over the
 * directions g is the gradient, up to the square of μ; its variance grows with the number of values and falls with q.
 *
 * <p>A direction is a function of seed, step and the number of a value, so none is held.
 */
@Plugin(
        name = "random-directions",
        doc =
                "Estimates the gradient from losses alone, in random directions there and back; no backward pass is made. For few values: its variance grows with their number.")
@Claims(owns = {Claim.GRADIENTS, Claim.EFFECTIVE_VALUES})
public final class RandomDirections implements Rule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "How many directions are tried in a step, each with two forward passes.",
                    byDefault = "1",
                    range = "[1, 10000]")
            int directions,

            @Option(doc = "How far every value goes in a direction.", byDefault = "1e-3", range = "[1e-6, 1]")
            Dial distance) {}

    @Inject
    public RandomDirections(Options options) {
        this.options = options;
    }

    @Override
    public Set<Point> points() {
        return Set.of(Point.AFTER_BACKWARD);
    }

    @Override
    public Passes passes() {
        return Passes.forwardOnly(2 * options.directions());
    }

    @Override
    public void act(Point point, RuleStep step) {
        double distance = options.distance().value();
        for (int direction = 0; direction < options.directions(); direction++) {
            long key = RandomStream.bits(step.key(), direction);
            double ahead = loss(step, key, distance);
            double behind = loss(step, key, -distance);
            double share = (ahead - behind) / (2 * distance * options.directions());
            for (int p = 0; p < step.parameters().size(); p++) {
                add(step.parameters().get(p), RandomStream.bits(key, p), share, direction == 0);
            }
        }
    }

    private static double loss(RuleStep step, long key, double distance) {
        for (int p = 0; p < step.parameters().size(); p++) {
            RuleParameter parameter = step.parameters().get(p);
            long own = RandomStream.bits(key, p);
            float[] values = parameter.values();
            for (int k = 0; k < parameter.count(); k++) {
                values[k] = (float) (values[k] + sign(own, k) * distance);
            }
            parameter.putValues();
        }
        return step.lossAgain();
    }

    private static void add(RuleParameter parameter, long key, double share, boolean first) {
        float[] gradients = parameter.gradients();
        for (int k = 0; k < parameter.count(); k++) {
            double before = first ? 0 : gradients[k];
            gradients[k] = (float) (before + sign(key, k) * share);
        }
        parameter.putGradients();
    }

    /** Sixty-four of them from one draw. */
    private static int sign(long key, int value) {
        return 1 - 2 * (int) (RandomStream.bits(key, value / Long.SIZE) >>> value % Long.SIZE & 1);
    }
}
