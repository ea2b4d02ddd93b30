package org.example.espalier;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.PluginOp;

/**
 * A layer with mathematics of its own: {@code sin(frequency · x)} (Sitzmann et al., "Implicit Neural Representations with
 * Periodic Activation Functions", NeurIPS 2020).
 */
@Plugin(name = "sine", doc = "The sine of every feature, for networks that represent signals.")
public final class Sine implements Layer, PluginOp {
    private final Options options;

    /**
     * @param frequency multiplies the features
     */
    public record Options(@Option(doc = "Multiplies the features.", byDefault = "1") double frequency) {}

    @Inject
    public Sine(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.apply(this, input);
    }

    @Override
    public int features(int... inputs) {
        return inputs[0];
    }

    @Override
    public void forward(float[][][] inputs, float[][] scratch, float[][] output, int count) {
        for (int f = 0; f < output.length; f++) {
            for (int p = 0; p < count; p++) {
                // StrictMath: the same bits on every machine.
                output[f][p] = (float) StrictMath.sin(options.frequency() * inputs[0][f][p]);
            }
        }
    }

    @Override
    public void backward(
            float[][][] inputs,
            float[][] scratch,
            float[][] output,
            float[][] outputGradient,
            float[][][] inputGradients,
            int count) {
        for (int f = 0; f < output.length; f++) {
            for (int p = 0; p < count; p++) {
                double slope = options.frequency() * StrictMath.cos(options.frequency() * inputs[0][f][p]);
                inputGradients[0][f][p] = (float) (outputGradient[f][p] * slope);
            }
        }
    }
}
