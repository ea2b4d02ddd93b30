package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Recurrence;
import org.espalier.api.graph.StartValues;

/** Gated recurrent units (Cho et al., 2014); its weights are {@code NAME.input} and {@code NAME.recurrent}, with the rows of
 * reset, update and candidate in this order. */
@Plugin(name = "gru", doc = "Gated recurrent units over a sequence; its weights are NAME.input and NAME.recurrent.")
public final class Gru implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Units.", range = "[1, 1000000]") int units,

            @Option(doc = "Whether the products have trained offsets.", byDefault = "true")
            boolean bias,

            @Option(doc = "How the first values are drawn.", byDefault = "lecun-uniform")
            StartValues init) {}

    @Inject
    public Gru(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return Recurrences.build(graph, input, Recurrence.GRU, options.units(), options.bias(), options.init());
    }
}
