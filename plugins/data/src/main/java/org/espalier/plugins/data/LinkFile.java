package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ExampleGraph;

/**
 * Links as a text file lists them.
 *
 * @param from names of first nodes
 * @param to names of second nodes
 * @param lines where each link stands, from 1
 */
record LinkFile(Path path, List<String> from, List<String> to, List<Integer> lines) {
    static LinkFile read(Path path, byte[] bytes) {
        LinkFile links = new LinkFile(path, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<String> lines = CsvTable.text(path, bytes).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("%")) {
                continue;
            }
            String[] names = line.split("[ \t]*,[ \t]*|[ \t]+");
            if (names.length != 2 || names[0].isEmpty()) {
                throw new EspalierException(
                        path + ":" + (i + 1) + " should name two nodes, but has " + names.length + " words.");
            }
            links.from.add(names[0]);
            links.to.add(names[1]);
            links.lines.add(i + 1);
        }
        if (links.from.isEmpty()) {
            throw new EspalierException(path + " has no links.");
        }
        return links;
    }

    /** The links between numbered nodes, each once, and none of a node with itself. */
    ExampleGraph graph(Map<String, Integer> nodes, boolean directed) {
        LinkList list = new LinkList(nodes.size());
        for (int i = 0; i < from.size(); i++) {
            int first = node(nodes, from.get(i), i);
            int second = node(nodes, to.get(i), i);
            if (directed) {
                list.addOneWay(first, second);
            } else {
                list.add(first, second);
            }
        }
        return list.graph();
    }

    private int node(Map<String, Integer> nodes, String name, int link) {
        Integer node = nodes.get(name);
        if (node == null) {
            throw new EspalierException(
                    path + ":" + lines.get(link) + ": the table of nodes has no node \"" + name + "\".");
        }
        return node;
    }
}
