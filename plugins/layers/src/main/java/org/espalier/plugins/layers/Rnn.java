package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Recurrence;
import org.espalier.api.graph.StartValues;

/** A plain recurrent layer (Elman, "Finding Structure in Time", 1990); its weights are {@code NAME.input} and {@code NAME.recurrent}. */
@Plugin(name = "rnn", doc = "A plain recurrent layer over a sequence; its weights are NAME.input and NAME.recurrent.")
public final class Rnn implements Layer {
    private final Options options;

    /** What a unit does with its sum. */
    public enum Function {
        TANH,
        RELU
    }

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Units.", range = "[1, 1000000]") int units,

            @Option(doc = "What follows the sum.", byDefault = "tanh")
            Function activation,

            @Option(doc = "Whether the products have trained offsets.", byDefault = "true")
            boolean bias,

            @Option(doc = "How the first values are drawn.", byDefault = "lecun-uniform")
            StartValues init) {}

    @Inject
    public Rnn(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return Recurrences.build(
                graph,
                input,
                options.activation() == Function.TANH ? Recurrence.TANH : Recurrence.RELU,
                options.units(),
                options.bias(),
                options.init());
    }
}
