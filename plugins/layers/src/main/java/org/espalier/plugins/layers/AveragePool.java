package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** The mean of each channel in a window; what lies outside of the picture counts as 0. */
@Plugin(
        name = "average-pool",
        doc = "The mean of each channel in a window; what lies outside of the picture counts as 0.")
public final class AveragePool implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Size of the window: one number, or rows and columns.",
                    byDefault = "[2]",
                    range = "[1, 1000]")
            List<Integer> size,

            @Option(
                    doc = "How far the window moves: one number, or down and right; by default as far as it is large.",
                    byDefault = "[]",
                    range = "[1, 1000]")
            List<Integer> stride,

            @Option(
                    doc = "Positions around what comes in: one number, or above and beside.",
                    byDefault = "[0]",
                    range = "[0, 1000]")
            List<Integer> padding) {
        public Options {
            size = List.copyOf(size);
            stride = List.copyOf(stride.isEmpty() ? size : stride);
            padding = List.copyOf(padding);
        }
    }

    @Inject
    public AveragePool(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.averagePool(
                input, Windows.of(input, options.size(), options.stride(), options.padding(), List.of(1)));
    }
}
