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
 * Weight decay that grows from the most to the least important row of a weight (the sparse training of Fang et al., "DepGraph:
 * Towards Any Structural Pruning", CVPR 2023). With the norms I of the rows w
 *
 * <pre>
 *   g ← g + strength · γ w        γ = most^((I_max - I) / (I_max - I_min))
 * </pre>
 *
 * and γ = 1 where all rows are as long. It is the gradient of no penalty, as the longest and the shortest row stand in every
 * factor. Of a sparse weight a row is its links. Vectors are left alone.
 */
@Plugin(
        name = "group-decay",
        doc = "Weight decay that pulls short rows of a weight more than long ones, so that rows part into both kinds.")
@Claims(edits = Claim.GRADIENTS)
public final class GroupDecay implements Rule {
    private final Options options;
    private double[] norms = {};

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "What the longest row is multiplied by and added to its gradient.",
                    byDefault = "1e-4",
                    range = "[0, inf)")
            Dial strength,

            @Option(doc = "How many times as much the shortest row is.", byDefault = "16", range = "[1, 1e6]")
            double most) {}

    @Inject
    public GroupDecay(Options options) {
        this.options = options;
    }

    @Override
    public Set<Point> points() {
        return Set.of(Point.AFTER_BACKWARD);
    }

    @Override
    public void act(Point point, RuleStep step) {
        double strength = options.strength().value();
        for (int p = 0; p < step.parameters().size(); p++) {
            RuleParameter parameter = step.parameters().get(p);
            if (parameter.weight() && strength > 0) {
                measure(parameter);
                decay(parameter, strength);
            }
        }
    }

    private void measure(RuleParameter parameter) {
        if (norms.length < parameter.shape().rows()) {
            norms = new double[parameter.shape().rows()];
        }
        float[] values = parameter.values();
        for (int r = 0; r < parameter.shape().rows(); r++) {
            double square = 0;
            for (int k = parameter.rowStart(r); k < parameter.rowStart(r + 1); k++) {
                square = Math.fma((double) values[k], values[k], square);
            }
            norms[r] = Math.sqrt(square);
        }
    }

    private void decay(RuleParameter parameter, double strength) {
        int rows = parameter.shape().rows();
        double longest = norms[0];
        double shortest = norms[0];
        for (int r = 1; r < rows; r++) {
            longest = Math.max(longest, norms[r]);
            shortest = Math.min(shortest, norms[r]);
        }
        float[] values = parameter.values();
        float[] gradients = parameter.gradients();
        for (int r = 0; r < rows; r++) {
            double way = longest > shortest ? (longest - norms[r]) / (longest - shortest) : 0;
            double factor = strength * StrictMath.pow(options.most(), way);
            for (int k = parameter.rowStart(r); k < parameter.rowStart(r + 1); k++) {
                gradients[k] = (float) (gradients[k] + factor * values[k]);
            }
        }
        parameter.putGradients();
    }
}
