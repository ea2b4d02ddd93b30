package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Unary;
import org.espalier.api.graph.Weight;

/**
 * {@code W x + scale · B A x} with a narrow A and a B that starts at zero (Hu et al., "LoRA: Low-Rank Adaptation of Large Language
 * Models", ICLR 2022); their {@code alpha / r} is the scale.
 */
@Plugin(
        name = "lora",
        doc = "Adds a product of two narrow weights, NAME.adapt.down and NAME.adapt.up, of which up starts at zero.")
public final class Lora implements Adapter {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Features between the two weights.", byDefault = "4", range = "[1, 1000000]")
            int rank,

            @Option(doc = "What their product is multiplied by.", byDefault = "1", range = "(0, 1e6]")
            double scale,

            @Option(doc = "How the first values of down are drawn.", byDefault = "lecun-normal")
            StartValues init) {}

    @Inject
    public Lora(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input, Node output) {
        Weight down = graph.weight("down", options.rank(), input.features(), options.init());
        Weight up = graph.weight("up", output.features(), options.rank(), Initialisation.ZEROS);
        Node narrow = graph.linear(input, down, Optional.empty());
        Node added = graph.linear(narrow, up, Optional.empty());
        // A mixture's experts have no functions of elements but activations.
        Node scaled = options.scale() == 1 ? added : graph.unary(added, Unary.SCALE, options.scale());
        return graph.add(output, scaled);
    }
}
