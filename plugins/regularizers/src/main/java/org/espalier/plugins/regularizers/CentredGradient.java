package org.espalier.plugins.regularizers;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.Plugin;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Claims;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;

/**
 * Takes from every row g of a weight's gradient its mean (Yong et al., "Gradient Centralization: A New Optimization
 * Technique for Deep Neural Networks", ECCV 2020):
 *
 * <pre>
 *   g ← g - mean(g)
 * </pre>
 *
 * <p>Of a sparse weight the mean is over its links, so the sum of the links of a neuron stays what it is under plain
 * descent. Vectors, and rows of one link, are left alone.
 */
@Plugin(
        name = "centre-gradient",
        doc = "Takes from every row of a weight's gradient its mean: gradient centralization.")
@Claims(edits = Claim.GRADIENTS)
public final class CentredGradient implements Rule {
    @Inject
    public CentredGradient() {}

    @Override
    public Set<Point> points() {
        return Set.of(Point.AFTER_BACKWARD);
    }

    @Override
    public void act(Point point, RuleStep step) {
        for (int p = 0; p < step.parameters().size(); p++) {
            RuleParameter parameter = step.parameters().get(p);
            if (parameter.weight()) {
                centre(parameter);
            }
        }
    }

    private static void centre(RuleParameter parameter) {
        float[] gradients = parameter.gradients();
        for (int r = 0; r < parameter.shape().rows(); r++) {
            int from = parameter.rowStart(r);
            int to = parameter.rowStart(r + 1);
            if (to - from > 1) {
                double sum = 0;
                for (int k = from; k < to; k++) {
                    sum += gradients[k];
                }
                double mean = sum / (to - from);
                for (int k = from; k < to; k++) {
                    gradients[k] = (float) (gradients[k] - mean);
                }
            }
        }
        parameter.putGradients();
    }
}
