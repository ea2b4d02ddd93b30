package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;

/**
 * Half the squared difference of outputs and targets while it is small, and a straight line beyond, so that outliers pull
 * no harder than others (Huber, "Robust Estimation of a Location Parameter", 1964); class labels are one-hot targets.
 */
@Plugin(
        name = "huber",
        doc =
                "For regression with outliers: half the squared difference while it is small, and a straight line beyond.")
public final class Huber implements Loss {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "The difference from which the loss is a straight line, in units of the target.",
                    byDefault = "1",
                    range = "(0, inf)")
            double delta) {}

    @Inject
    public Huber(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node output) {
        return graph.huber(output, options.delta());
    }
}
