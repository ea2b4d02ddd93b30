package org.espalier.plugins.layers;

import java.util.Optional;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Recurrence;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Vector;

/** The two products of recurrent layers: that of the input at all steps at once, and the recurrent one. */
final class Recurrences {
    private Recurrences() {}

    static Node build(GraphBuilder graph, Node input, Recurrence cell, int units, boolean bias, StartValues init) {
        int rows = cell.gates() * units;
        // Two offsets that are added to each other would be one twice; the candidate of a GRU has both apart.
        boolean both = bias && cell == Recurrence.GRU;
        Node given = graph.linear(
                input,
                graph.weight("input.weight", rows, input.features(), init),
                both ? Optional.of(graph.vector("input.bias", rows, 0)) : Optional.empty());
        Optional<Vector> offsets = bias ? Optional.of(graph.vector("recurrent.bias", rows, 0)) : Optional.empty();
        return graph.recurrence(given, graph.weight("recurrent.weight", rows, units, init), offsets, cell);
    }
}
