package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Vector;

/**
 * Self-attention (Vaswani et al., "Attention Is All You Need", 2017) with four weights: {@code NAME.query}, {@code NAME.key},
 * {@code NAME.value} and {@code NAME.output}.
 */
@Plugin(name = "attention", doc = "Self-attention; its weights are NAME.query, NAME.key, NAME.value and NAME.output.")
public final class Attention implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Heads the features are divided into.", range = "[1, 100000]")
            int heads,

            @Option(
                    doc = "Heads of keys and values, each shared by several others; 0: as many as heads.",
                    byDefault = "0",
                    range = "[0, 100000]")
            int kvHeads,

            @Option(doc = "Whether a position sees itself and those before it only.", byDefault = "false")
            boolean causal,

            @Option(doc = "Base of rotary positions, usually 10000; 0: none.", byDefault = "0", range = "[0, 1e12]")
            double rotary,

            @Option(doc = "Whether the four products have trained offsets.", byDefault = "true")
            boolean bias,

            @Option(doc = "How the first values are drawn.", byDefault = "lecun-normal")
            StartValues init) {}

    @Inject
    public Attention(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        int heads = options.heads();
        int keyHeads = options.kvHeads() == 0 ? heads : options.kvHeads();
        if (input.features() % heads != 0 || heads % keyHeads != 0) {
            throw new EspalierException("The features of attention are divided by heads, and heads by kvHeads; "
                    + input.features() + " features, " + heads + " heads and " + keyHeads + " kvHeads do not divide.");
        }
        int width = input.features() / heads * keyHeads;
        Node queries = turned(graph, product(graph, input, "query", input.features()), heads);
        Node keys = turned(graph, product(graph, input, "key", width), keyHeads);
        Node values = product(graph, input, "value", width);
        Node mixed = graph.attention(queries, keys, values, heads, keyHeads, options.causal());
        return product(graph, mixed, "output", input.features());
    }

    private Node turned(GraphBuilder graph, Node node, int heads) {
        return options.rotary() > 0 ? graph.rotary(node, heads, options.rotary()) : node;
    }

    private Node product(GraphBuilder graph, Node input, String name, int units) {
        Optional<Vector> bias = options.bias() ? Optional.of(graph.vector(name + ".bias", units, 0)) : Optional.empty();
        return graph.linear(input, graph.weight(name + ".weight", units, input.features(), options.init()), bias);
    }
}
