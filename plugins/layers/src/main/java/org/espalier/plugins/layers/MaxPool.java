package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** The largest value of each channel in a window. */
@Plugin(name = "max-pool", doc = "The largest value of each channel in a window.")
public final class MaxPool implements Layer {
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
    public MaxPool(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.maxPool(input, Windows.of(input, options.size(), options.stride(), options.padding(), List.of(1)));
    }
}
