package org.espalier.plugins.optimizers;

import jakarta.inject.Inject;
import java.util.Arrays;
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
 * Gradients from losses alone, value by value (Chen et al., "DeepZero: Scaling up Zeroth-Order Optimization for Deep Model
 * Training", ICLR 2024):
 *
 * <pre>
 *   g_i = (L(w + μ e_i) - L(w)) / μ
 * </pre>
 *
 * for some stored values, drawn anew in each step, and 0 for all others. The values of all layers it is given are divided into as
 * many equal stretches as there are values to be drawn, and one of each is: so none is drawn twice, and all as often.
 */
@Plugin(
        name = "coordinate-wise",
        doc =
                "Estimates some components of the gradient from losses alone, each by a forward pass of its own; no backward pass is made.")
@Claims(owns = {Claim.GRADIENTS, Claim.EFFECTIVE_VALUES})
public final class CoordinateWise implements Rule {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc =
                            "How many values have their component of the gradient estimated in a step; all if there are fewer.",
                    byDefault = "100",
                    range = "[1, 100000]")
            int coordinates,

            @Option(doc = "How far a value goes.", byDefault = "5e-3", range = "[1e-6, 1]")
            Dial distance) {}

    @Inject
    public CoordinateWise(Options options) {
        this.options = options;
    }

    @Override
    public Set<Point> points() {
        return Set.of(Point.AFTER_BACKWARD);
    }

    @Override
    public Passes passes() {
        return Passes.forwardOnly(options.coordinates());
    }

    @Override
    public void act(Point point, RuleStep step) {
        long all = 0;
        for (int p = 0; p < step.parameters().size(); p++) {
            RuleParameter parameter = step.parameters().get(p);
            Arrays.fill(parameter.gradients(), 0, parameter.count(), 0f);
            parameter.putGradients();
            all += parameter.count();
        }
        long drawn = Math.min(all, options.coordinates());
        for (long c = 0; c < drawn; c++) {
            long from = all * c / drawn;
            long to = all * (c + 1) / drawn;
            double place = (RandomStream.bits(step.key(), c) >>> 11) * 0x1p-53;
            estimate(step, from + (long) (place * (to - from)));
        }
    }

    /** The component of a value, numbered over all parameters. */
    private void estimate(RuleStep step, long number) {
        int p = 0;
        long within = number;
        while (within >= step.parameters().get(p).count()) {
            within -= step.parameters().get(p).count();
            p++;
        }
        RuleParameter parameter = step.parameters().get(p);
        int k = (int) within;
        float[] values = parameter.values();
        float before = values[k];
        values[k] = (float) (before + options.distance().value());
        double gone = (double) values[k] - before;
        parameter.putValues();
        double slope = (step.lossAgain() - step.loss()) / gone;
        parameter.gradients()[k] = (float) slope;
        parameter.putGradients();
    }
}
