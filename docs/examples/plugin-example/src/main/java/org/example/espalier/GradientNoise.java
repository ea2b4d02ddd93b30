package org.example.espalier;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;

/**
 * Adds noise to gradients that fades with the steps t, of variance eta / (1 + t)^0.55 (Neelakantan et al., "Adding
 * Gradient Noise Improves Learning for Very Deep Networks", 2015): a rule, which acts in every step of training.
 */
@Plugin(name = "gradient-noise", doc = "Adds fading noise to gradients.")
@Claims(edits = Claim.GRADIENTS)
public final class GradientNoise implements Rule {
    private static final double FADING = 0.55;

    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "The variance in the first step.", byDefault = "0.01", range = "[0, inf)") double eta) {}

    @Inject
    public GradientNoise(Options options) {
        this.options = options;
    }

    @Override
    public Set<Point> points() {
        return Set.of(Point.AFTER_BACKWARD);
    }

    @Override
    public void act(Point point, RuleStep step) {
        double deviation = StrictMath.sqrt(options.eta() / StrictMath.pow(1.0 + step.step(), FADING));
        for (int p = 0; p < step.parameters().size(); p++) {
            RuleParameter parameter = step.parameters().get(p);
            long key = RandomStream.bits(step.key(), p);
            float[] gradients = parameter.gradients();
            for (int k = 0; k < parameter.count(); k++) {
                gradients[k] = (float) (gradients[k] + deviation * RandomStream.normal(key, k));
            }
            parameter.putGradients();
        }
    }
}
