package org.espalier.plugins.optimizers;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Dial;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;

/**
 * AdamW (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019): Adam whose values also shrink by
 * {@code shrink = rate · weightDecay}; the formula stands at {@link Moments}, with {@code decay = 0}.
 */
@Plugin(
        name = "adamw",
        doc =
                "Adam with weight decay apart from the gradient: the usual choice where Adam and decay are both wanted. Two slots for each value.")
public final class AdamW implements Optimizer {
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
                    doc = "Weight decay: each step shrinks every value by this times the learning rate.",
                    byDefault = "0.01",
                    range = "[0, inf)")
            Dial weightDecay) {
        public Options {
            Moments.check(beta1, beta2, epsilon);
        }
    }

    @Inject
    public AdamW(Options options) {
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
        moments.update(values, gradients, slots, count, step, 0, step.learningRate() * decay);
    }
}
