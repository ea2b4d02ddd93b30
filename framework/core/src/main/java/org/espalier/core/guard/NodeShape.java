package org.espalier.core.guard;

import java.util.List;
import java.util.stream.Collectors;
import org.espalier.api.graph.Node;

/** Shapes of what plugins build, for sentences. */
final class NodeShape {
    private NodeShape() {}

    /** Refuses an output of {@code build} with another shape than it must have. */
    static void requireSame(Calls calls, Node built, Node wanted, String rule) {
        if (built.features() != wanted.features() || !built.grid().equals(wanted.grid())) {
            throw calls.wrong("build", text(built) + " where " + text(wanted) + " is wanted; " + rule + ".");
        }
    }

    private static String text(Node node) {
        List<Integer> grid = node.grid();
        String features = node.features() + (node.features() == 1 ? " feature" : " features");
        return grid.isEmpty()
                ? features
                : features + " at " + grid.stream().map(String::valueOf).collect(Collectors.joining(" x "))
                        + " positions";
    }
}
