package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;

/**
 * Zeros before and after the features of each position; the shortcut without parameters of residual networks that get wider
 * (option A of He et al., "Deep Residual Learning for Image Recognition", 2016).
 */
@Plugin(name = "pad", doc = "Zeros before and after the features that come in, at each position.")
public final class Pad implements Layer {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Zeros before them.", byDefault = "0", range = "[0, 1000000]")
            int before,

            @Option(doc = "Zeros after them.", byDefault = "0", range = "[0, 1000000]")
            int after) {}

    @Inject
    public Pad(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node input) {
        List<Node> parts = new ArrayList<>();
        zeros(graph, input, options.before(), parts);
        parts.add(input);
        zeros(graph, input, options.after(), parts);
        return parts.size() == 1 ? input : graph.concat(parts);
    }

    private static void zeros(GraphBuilder graph, Node input, int count, List<Node> parts) {
        for (int left = count; left > 0; left -= input.features()) {
            Node some = graph.slice(input, 0, Math.min(left, input.features()));
            parts.add(graph.unary(some, Unary.CLAMP, 0, 0));
        }
    }
}
