package org.example.espalier;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.PluginOp;

/**
 * A loss: cross-entropy of the logits divided by a temperature (Hinton, Vinyals and Dean, "Distilling the Knowledge in a
 * Neural Network", 2015).
 */
@Plugin(name = "tempered", doc = "Cross-entropy of the logits divided by a temperature.")
public final class Tempered implements Loss, PluginOp {
    private final Options options;

    /**
     * @param temperature divides the logits
     */
    public record Options(
            @Option(doc = "Divides the logits.", byDefault = "2", range = "(0, inf)") double temperature) {}

    @Inject
    public Tempered(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node output) {
        return graph.crossEntropy(graph.apply(this, output), 0);
    }

    @Override
    public int features(int... inputs) {
        return inputs[0];
    }

    @Override
    public void forward(float[][][] inputs, float[][] scratch, float[][] output, int count) {
        divide(inputs[0], output, count);
    }

    @Override
    public void backward(
            float[][][] inputs,
            float[][] scratch,
            float[][] output,
            float[][] outputGradient,
            float[][][] inputGradients,
            int count) {
        divide(outputGradient, inputGradients[0], count);
    }

    private void divide(float[][] from, float[][] to, int count) {
        for (int f = 0; f < to.length; f++) {
            for (int p = 0; p < count; p++) {
                to[f][p] = (float) (from[f][p] / options.temperature());
            }
        }
    }
}
