package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;

/** Dropout (Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", JMLR 2014). */
@Plugin(
        name = "dropout",
        doc = "In training sets elements to 0 at random and scales up the others; otherwise passes everything on.")
public final class Dropout implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "The probability that an element becomes 0.", byDefault = "0.5", range = "[0, 1)")
            double rate) {}

    @Inject
    public Dropout(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.dropout(input, options.rate());
    }
}
