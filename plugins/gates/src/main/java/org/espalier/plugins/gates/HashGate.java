package org.espalier.plugins.gates;

import jakarta.inject.Inject;
import java.util.Locale;
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
 * <p>Where the model takes token numbers, a table names the expert of each: balanced, so that experts see about as many positions
 * of the training data, or drawn. Equal tokens have one expert everywhere, and a stored network keeps its table.
 *
 * <p>Otherwise positions have no numbers, and the hash keeps neighbours together: the pattern of the signs of a few random
 * projections (Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002). Patterns are dealt to experts in
 * a drawn order, so that experts have equally many, up to one. With equal features go equal experts, whatever the batch. Where
 * layers before the experts are trained, a position may change its expert with them.
 */
@Plugin(
        name = "hash",
        doc =
                "Sends each position to one expert by its token, or by the signs of random projections of its features; trains nothing, the baseline of other gates. A table is NAME.gate.table.")
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

            @Option(doc = "Draws the projections, or the table.", byDefault = "1", range = "[0, 1000000000]")
            int seed,

            @Option(
                    doc =
                            "Of a model that takes tokens, the expert of each: balanced by how often they stand in the training data, or random; none hashes features.",
                    byDefault = "none")
            Table table,

            @Option(
                    doc = "Tokens that a table has an expert for, as the embedding before it has.",
                    byDefault = "0",
                    range = "[0, 100000000]")
            int vocabulary,

            @Option(doc = Search.DOC, byDefault = "0", range = "[0, 1000000000]")
            int search,

            @Option(doc = Search.NOISE_DOC, byDefault = "0", range = "[0, inf)")
            double searchNoise) {}

    /** How tokens are dealt to experts. */
    public enum Table {
        NONE,
        BALANCED,
        RANDOM
    }

    @Inject
    public HashGate(Options options) {
        this.options = options;
        this.search = new Search(options.search(), options.searchNoise());
    }

    @Override
    public int routes(int experts) {
        if (options.table() == Table.NONE) {
            bits(experts);
        }
        requireOneKind();
        return search.routes(1, experts);
    }

    @Override
    public Node build(GraphBuilder graph, Node input, int experts) {
        return search.ordered(
                graph,
                switch (options.table()) {
                    case NONE -> {
                        SignHash hash = new SignHash(bits(experts), input.features(), experts, options.seed());
                        yield graph.apply(hash, graph.stopGradient(input));
                    }
                    case BALANCED ->
                        byToken(
                                graph,
                                input,
                                experts,
                                TokenTable.balanced(graph.tokenCounts(options.vocabulary()), experts));
                    case RANDOM ->
                        byToken(graph, input, experts, TokenTable.drawn(options.vocabulary(), experts, options.seed()));
                });
    }

    private static Node byToken(GraphBuilder graph, Node input, int experts, int[] table) {
        return graph.byToken(input, "gate.table", experts, table);
    }

    private void requireOneKind() {
        boolean byToken = options.table() != Table.NONE;
        if (byToken && options.vocabulary() == 0) {
            throw new EspalierException("A table by tokens takes their number, for example 'vocabulary: 65'.");
        }
        if (byToken && options.bits() > 0 || !byToken && options.vocabulary() > 0) {
            throw new EspalierException("'bits' is for a hash of features and 'vocabulary' for a table by tokens; with"
                    + " 'table: " + options.table().name().toLowerCase(Locale.ROOT) + "' only "
                    + (byToken ? "'vocabulary'" : "'bits'") + " can be said.");
        }
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
