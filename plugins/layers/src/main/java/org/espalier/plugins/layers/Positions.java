package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValues;

/** Learned positions (Gehring et al., "Convolutional Sequence to Sequence Learning", ICML 2017). */
@Plugin(name = "positions", doc = "Adds a trained row of numbers to each position of a sequence or picture.")
public final class Positions implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "How the first values are drawn.", byDefault = "small-normal")
            StartValues init) {}

    @Inject
    public Positions(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        int positions = input.grid().stream().reduce(1, Math::multiplyExact);
        return graph.addPositions(input, graph.weight("weight", positions, input.features(), options.init()));
    }
}
