package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Unary;
import org.espalier.api.graph.Window;

/** A set of tokens whose order says nothing: the mean or the sum of the rows of a trained table that they name. */
@Plugin(
        name = "embedding-bag",
        doc =
                "The mean or the sum of the rows of a trained table that the token numbers of an example name; it gives flat"
                        + " features.")
public final class EmbeddingBag implements Layer {
    /** What becomes of the rows. */
    public enum Combination {
        /** Their mean. */
        MEAN,
        /** Their sum. */
        SUM
    }

    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "How many tokens there are.", range = "[1, 16777216]")
            int vocabulary,

            @Option(doc = "Features of a token.", range = "[1, 1000000]")
            int width,

            @Option(doc = "Whether the rows are averaged or added up.", byDefault = "mean")
            Combination combine,

            @Option(doc = "How the first values are drawn.", byDefault = "small-normal")
            StartValues init) {}

    @Inject
    public EmbeddingBag(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        Node rows =
                graph.embedding(input, graph.weight("weight", options.vocabulary(), options.width(), options.init()));
        int height = rows.grid().size() == 2 ? rows.grid().getFirst() : 1;
        int tokens = height * rows.grid().getLast();
        Window all = new Window(height, rows.grid().getLast(), 1, 1, 0, 0, 1, 1);
        Node mean = graph.flatten(graph.averagePool(rows, all));
        return options.combine() == Combination.MEAN ? mean : graph.unary(mean, Unary.SCALE, tokens);
    }
}
