package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;

/** A function of every element that is no activation, or one with constants of its own. */
@Plugin(
        name = "elementwise",
        doc = "A function of every element, such as a clamp, a scale or a leaky ReLU of any slope.")
public final class Elementwise implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Which one.") Unary of,

            @Option(
                    doc =
                            "Two numbers for a clamp, from and to; one for scale, shift and leaky-relu; none for the others.",
                    byDefault = "[]")
            List<Double> constants) {
        public Options {
            constants = List.copyOf(constants);
        }
    }

    @Inject
    public Elementwise(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        double[] constants =
                options.constants().stream().mapToDouble(Double::doubleValue).toArray();
        return graph.unary(input, options.of(), constants);
    }
}
