package org.espalier.plugins.regularizers;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Dial;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;
import org.espalier.api.loop.Passes;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;

/**
 * Sharpness-aware minimisation (Foret, Kleiner, Mobahi and Neyshabur, "Sharpness-Aware Minimization for Efficiently
 * Improving Generalization", ICLR 2021): goes to where the loss nearby is highest, to first order, takes the gradient there,
 * and steps with it from where it was:
 *
 * <pre>
 *   g ← ∇L(w + ρ g / ‖g‖₂)
 * </pre>
 *
 * <p>The norm is over all layers it is given; other layers stay where they are meanwhile, and keep their own gradients. Of a
 * sparse weight, links move and nothing else. A gradient of zero, or one that is not finite, is left as it is.
 */
@Plugin(
        name = "sam",
        doc =
                "Takes the gradient where the loss nearby is highest: sharpness-aware minimisation. A step costs twice as much.")
@Claims(owns = {Claim.GRADIENTS, Claim.EFFECTIVE_VALUES})
public final class Sam implements Rule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "How far away the gradient is taken, as a Euclidean norm.",
                    byDefault = "0.05",
                    range = "[0, inf)")
            Dial distance) {}

    @Inject
    public Sam(Options options) {
        this.options = options;
    }

    @Override
    public Set<Point> points() {
        return Set.of(Point.AFTER_BACKWARD);
    }

    @Override
    public Passes passes() {
        return Passes.withGradients(1);
    }

    @Override
    public void act(Point point, RuleStep step) {
        double distance = options.distance().value();
        double norm = norm(step);
        if (distance > 0 && norm > 0 && norm < Double.POSITIVE_INFINITY) {
            for (int p = 0; p < step.parameters().size(); p++) {
                climb(step.parameters().get(p), distance / norm);
            }
            step.gradientsAgain();
        }
    }

    private static double norm(RuleStep step) {
        double squares = 0;
        for (int p = 0; p < step.parameters().size(); p++) {
            RuleParameter parameter = step.parameters().get(p);
            float[] gradients = parameter.gradients();
            for (int k = 0; k < parameter.count(); k++) {
                double gradient = gradients[k];
                squares = Math.fma(gradient, gradient, squares);
            }
        }
        return Math.sqrt(squares);
    }

    private static void climb(RuleParameter parameter, double factor) {
        float[] gradients = parameter.gradients();
        float[] values = parameter.values();
        for (int k = 0; k < parameter.count(); k++) {
            values[k] = (float) Math.fma(factor, gradients[k], values[k]);
        }
        parameter.putValues();
    }
}
