package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Window;

/** The mean of each channel over all positions (Lin, Chen and Yan, "Network In Network", 2013); it gives features. */
@Plugin(
        name = "global-pool",
        doc = "The mean of each channel over the whole picture or sequence; it gives flat features.")
public final class GlobalPool implements Layer {
    @Inject
    public GlobalPool() {}

    @Override
    public Node build(GraphBuilder graph, Node input) {
        if (input.grid().isEmpty()) {
            throw new EspalierException("A global pool takes a picture or a sequence; what comes in is flat.");
        }
        int height = input.grid().size() == 2 ? input.grid().getFirst() : 1;
        Window whole = new Window(height, input.grid().getLast(), 1, 1, 0, 0, 1, 1);
        return graph.flatten(graph.averagePool(input, whole));
    }
}
