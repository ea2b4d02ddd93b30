package org.espalier.plugins.gates;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;

/**
 * Sends each position to the one expert that a fixed hash of its features names, with weight 1 (Roller et al., "Hash Layers for
 * Large Sparse Models", NeurIPS 2021). It trains nothing and adds nothing to the loss: the baseline of trained gates.
 *
 * <p>Positions are not token numbers here, so the hash keeps neighbours together: the pattern of the signs of a few random
 * projections (Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002). Patterns are dealt to experts in
 * a drawn order, so that experts have equally many, up to one. With equal features go equal experts, whatever the batch. Where
 * layers before the experts are trained, a position may change its expert with them.
 */
@Plugin(
        name = "hash",
        doc =
                "Sends each position to one expert by the signs of random projections of its features; trains nothing, the baseline of other gates.")
public final class HashGate implements Gate {
    private final Options options;
    private final Search search;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc =
                            "Signs that make a pattern; 0 takes as many as the experts need. More spread neighbours over more experts.",
                    byDefault = "0",
                    range = "[0, 16]")
            int bits,

            @Option(doc = "Draws the projections.", byDefault = "1", range = "[0, 1000000000]")
            int seed,

            @Option(doc = Search.DOC, byDefault = "0", range = "[0, 1000000000]")
            int search) {}

    @Inject
    public HashGate(Options options) {
        this.options = options;
        this.search = new Search(options.search());
    }

    @Override
    public int routes(int experts) {
        bits(experts);
        return search.routes(1, experts);
    }

    @Override
    public Node build(GraphBuilder graph, Node input, int experts) {
        SignHash hash = new SignHash(bits(experts), input.features(), experts, options.seed());
        return search.ordered(graph, graph.apply(hash, graph.stopGradient(input)));
    }

    private int bits(int experts) {
        int needed = 32 - Integer.numberOfLeadingZeros(experts - 1);
        if (options.bits() == 0) {
            return needed;
        }
        if (options.bits() < needed) {
            throw new EspalierException(options.bits() + " signs make " + (1 << options.bits())
                    + " patterns, and there are " + experts + " experts; they take at least " + needed + " signs.");
        }
        return options.bits();
    }
}
