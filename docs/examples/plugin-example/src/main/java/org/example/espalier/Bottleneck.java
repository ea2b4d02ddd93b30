package org.example.espalier;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Weight;

/**
 * A layer made of operations of the graph: down to a few features, ReLU, up again, and added to what came in. Its two
 * weights can be sparse like any other.
 */
@Plugin(name = "bottleneck", doc = "Down to a few features and up again, added to what came in.")
public final class Bottleneck implements Layer {
    private final Options options;

    /**
     * @param units features in the middle
     */
    public record Options(@Option(doc = "Features in the middle.", range = "[1, 100000]") int units) {}

    @Inject
    public Bottleneck(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        int features = input.features();
        Weight down = graph.weight("down.weight", options.units(), features, Initialisation.HE_NORMAL);
        Weight up = graph.weight("up.weight", features, options.units(), Initialisation.HE_NORMAL);
        Node middle = graph.activation(graph.linear(input, down, Optional.empty()), Activation.RELU);
        graph.tap("middle", middle);
        return graph.add(graph.linear(middle, up, Optional.empty()), input);
    }
}
