package org.espalier.plugins.onnx;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.espalier.api.graph.Node;

/** Where the values of a network are in a graph: each in the form it was made in, and in the other one once that is asked for. */
final class Values {
    private final GraphFile graph;
    private final Map<Node, Map<Form, String>> names = new HashMap<>();

    Values(GraphFile graph) {
        this.graph = graph;
    }

    /** Positions of an example. */
    static int positions(Node node) {
        return node.grid().stream().reduce(1, Math::multiplyExact);
    }

    /** Whether there is one position, so that a value is {@code [N, features]} in either form. */
    static boolean point(Node node) {
        return node.grid().isEmpty();
    }

    /** Takes down what a value is called. */
    void put(Node node, Form form, String name) {
        names.computeIfAbsent(node, _ -> new EnumMap<>(Form.class)).put(form, name);
    }

    /** Whether a value is there in a form without turning it. */
    boolean has(Node node, Form form) {
        return point(node) || forms(node).containsKey(form);
    }

    /** A form that all values are there in; else that of the first. */
    Form common(List<Node> nodes) {
        boolean first = nodes.stream().allMatch(node -> has(node, Form.FEATURES_FIRST));
        boolean last = nodes.stream().allMatch(node -> has(node, Form.FEATURES_LAST));
        if (first || last) {
            return first ? Form.FEATURES_FIRST : Form.FEATURES_LAST;
        }
        return has(nodes.getFirst(), Form.FEATURES_FIRST) ? Form.FEATURES_FIRST : Form.FEATURES_LAST;
    }

    /** The name of a value in a form. */
    String get(Node node, Form form) {
        Map<Form, String> there = forms(node);
        String name = there.get(form);
        if (name == null) {
            name = Objects.requireNonNull(there.get(form.other()));
            if (!point(node)) {
                name = form == Form.FEATURES_LAST ? last(node, name) : first(node, name);
            }
            there.put(form, name);
        }
        return name;
    }

    private Map<Form, String> forms(Node node) {
        return Objects.requireNonNull(names.get(node), node.toString());
    }

    private String last(Node node, String first) {
        if (node.features() == 1 || positions(node) == 1) {
            return reshape(first, 0, positions(node), node.features());
        }
        boolean picture = node.grid().size() == 2;
        return turn(picture ? reshape(first, 0, node.features(), positions(node)) : first);
    }

    private String first(Node node, String last) {
        boolean picture = node.grid().size() == 2;
        boolean same = node.features() == 1 || positions(node) == 1;
        if (!picture) {
            return same ? reshape(last, 0, node.features(), positions(node)) : turn(last);
        }
        return reshape(
                same ? last : turn(last),
                0,
                node.features(),
                node.grid().getFirst(),
                node.grid().getLast());
    }

    private String turn(String name) {
        return graph.add("Transpose", name, List.of(name), Attributes.wholes("perm", 0, 2, 1));
    }

    /**
     * The same numbers in other sizes.
     *
     * @param sizes 0 for the batch
     */
    String reshape(String name, long... sizes) {
        return graph.add("Reshape", name, List.of(name, graph.longs(sizes)));
    }
}
