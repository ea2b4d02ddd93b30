package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.Aggregation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Weight;

/**
 * {@code A (W x) + b} over the links A between examples (Kipf and Welling, "Semi-Supervised Classification with Graph
 * Convolutional Networks", ICLR 2017). Every batch holds all examples.
 */
@Plugin(
        name = "graph-convolution",
        doc =
                "A product whose results are added up over the neighbours of each example, by the links that the data have.")
public final class GraphConvolution implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Features it gives.", range = "[1, 1000000]")
            int units,

            @Option(doc = "How neighbours are weighed.", byDefault = "normalized")
            Aggregation neighbours,

            @Option(doc = "What follows.", byDefault = "none")
            ActivationFunction activation,

            @Option(doc = "Whether features have trained offsets.", byDefault = "true")
            boolean bias,

            @Option(doc = "How the first values are drawn.", byDefault = "glorot-uniform")
            StartValues init) {}

    @Inject
    public GraphConvolution(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        Weight weight = graph.weight("weight", options.units(), input.features(), options.init());
        Node sums = graph.aggregate(graph.linear(input, weight, Optional.empty()), options.neighbours());
        Node moved = options.bias() ? graph.addByFeature(sums, graph.vector("bias", options.units(), 0)) : sums;
        return options.activation().build(graph, moved);
    }
}
