package org.example.espalier;

import org.espalier.api.Plugin;
import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;

/** An adapter that trains an offset and nothing else (Ben Zaken, Goldberg and Ravfogel, "BitFit", ACL 2022). */
@Plugin(name = "shift", doc = "Adds a trained offset to each feature; it is NAME.adapt.shift.")
public final class Shift implements Adapter {
    @Override
    public Node build(GraphBuilder graph, Node input, Node output) {
        return graph.addByFeature(output, graph.vector("shift", output.features(), 0));
    }
}
