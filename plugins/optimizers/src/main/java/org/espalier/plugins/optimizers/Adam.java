package org.espalier.plugins.optimizers;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Dial;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;

/**
 * Adam (Kingma and Ba, ICLR 2015) with weight decay added to the gradient; the formula stands at {@link Moments}, with
 * {@code shrink = 0}.
 */
@Plugin(
        name = "adam",
        doc =
                "Adapts the step of each value to its gradients; weight decay is added to the gradient. Two slots for each value.")
public final class Adam implements Optimizer {
    private final Options options;
    private final Moments moments;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Memory of the running mean of gradients.", byDefault = "0.9", range = "[0, 1)")
            double beta1,

            @Option(doc = "Memory of the running mean of squared gradients.", byDefault = "0.999", range = "[0, 1)")
            double beta2,

            @Option(
                    doc = "Added to the root of the squares, so that values with tiny gradients do not jump.",
                    byDefault = "1e-8",
                    range = "[1e-30, 1]")
            double epsilon,

            @Option(
                    doc = "Weight decay: this share of each value is added to its gradient; adamw decays better.",
                    byDefault = "0",
                    range = "[0, inf)")
            Dial weightDecay) {
        public Options {
            Moments.check(beta1, beta2, epsilon);
        }
    }

    @Inject
    public Adam(Options options) {
        this.options = options;
        this.moments = new Moments(options.beta1(), options.beta2(), options.epsilon());
    }

    @Override
    public List<String> slots() {
        return Moments.SLOTS;
    }

    @Override
    public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
        double decay = step.decays() ? options.weightDecay().value() : 0;
        moments.update(values, gradients, slots, count, step, decay, 0);
    }
}
