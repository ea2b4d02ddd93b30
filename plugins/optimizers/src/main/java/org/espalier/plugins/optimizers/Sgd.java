package org.espalier.plugins.optimizers;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Dial;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.StepView;

/**
 * Stochastic gradient descent with momentum (Polyak, 1964) or Nesterov momentum in the form of Sutskever et al. (ICML
 * 2013), and weight decay added to the gradient:
 *
 * <pre>
 *   g ← g + decay · w
 *   v ← momentum · v + g
 *   w ← w - rate · v                      without Nesterov
 *   w ← w - rate · (g + momentum · v)     with Nesterov
 * </pre>
 *
 * Each line is one fma in float, so the bits are defined.
 */
@Plugin(
        name = "sgd",
        doc =
                "Stochastic gradient descent with momentum: the usual choice for sparse training, one slot for each value.")
public final class Sgd implements Optimizer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Share of the last move that is kept; 0.9 is usual.", byDefault = "0", range = "[0, 1)")
            Dial momentum,

            @Option(doc = "Whether momentum looks one step ahead.", byDefault = "false")
            boolean nesterov,

            @Option(
                    doc = "Weight decay: this share of each value is added to its gradient.",
                    byDefault = "0",
                    range = "[0, inf)")
            Dial weightDecay) {}

    @Inject
    public Sgd(Options options) {
        this.options = options;
    }

    @Override
    public List<String> slots() {
        return List.of("momentum");
    }

    @Override
    public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
        float rate = (float) step.learningRate();
        float momentum = (float) options.momentum().value();
        float decay = step.decays() ? (float) options.weightDecay().value() : 0f;
        if (options.nesterov()) {
            nesterov(values, gradients, slots[0], count, rate, momentum, decay);
        } else {
            heavyBall(values, gradients, slots[0], count, rate, momentum, decay);
        }
    }

    private static void heavyBall(
            float[] values, float[] gradients, float[] moves, int count, float rate, float momentum, float decay) {
        for (int i = 0; i < count; i++) {
            float value = values[i];
            float gradient = Math.fma(decay, value, gradients[i]);
            float move = Math.fma(momentum, moves[i], gradient);
            moves[i] = move;
            values[i] = Math.fma(-rate, move, value);
        }
    }

    private static void nesterov(
            float[] values, float[] gradients, float[] moves, int count, float rate, float momentum, float decay) {
        for (int i = 0; i < count; i++) {
            float value = values[i];
            float gradient = Math.fma(decay, value, gradients[i]);
            float move = Math.fma(momentum, moves[i], gradient);
            moves[i] = move;
            values[i] = Math.fma(-rate, Math.fma(momentum, move, gradient), value);
        }
    }
}
