package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Vector;

/**
 * {@code f(G x) · (U x)}, element by element (Shazeer, "GLU Variants Improve Transformer", 2020); with silu it is the inner
 * half of a Llama block.
 */
@Plugin(
        name = "gated",
        doc = "A product passed through a gate, activation(G x) · (U x); its weights are NAME.gate and NAME.up.")
public final class Gated implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Features it gives.", range = "[1, 1000000]")
            int units,

            @Option(doc = "What the gate passes through.", byDefault = "silu")
            ActivationFunction activation,

            @Option(doc = "Whether both products have trained offsets.", byDefault = "false")
            boolean bias,

            @Option(doc = "How the first values are drawn.", byDefault = "lecun-normal")
            StartValues init) {}

    @Inject
    public Gated(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        Node gate = options.activation().build(graph, product(graph, input, "gate"));
        return graph.multiply(gate, product(graph, input, "up"));
    }

    private Node product(GraphBuilder graph, Node input, String name) {
        Optional<Vector> bias =
                options.bias() ? Optional.of(graph.vector(name + ".bias", options.units(), 0)) : Optional.empty();
        return graph.linear(
                input, graph.weight(name + ".weight", options.units(), input.features(), options.init()), bias);
    }
}
