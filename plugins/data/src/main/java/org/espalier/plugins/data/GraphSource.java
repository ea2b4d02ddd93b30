package org.espalier.plugins.data;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;

/**
 * Nodes of a graph of one's own, linked by a list of pairs. With a table of nodes their features and classes are its; without
 * one a node is known by its number alone, and how many links it has is to be learned.
 */
@Plugin(
        name = "graph",
        doc =
                "Nodes of a graph: a text file with a link on each line, two names of nodes, and a CSV table with the features"
                        + " and the class of each node. Without the table the features say which node it is, and the target is how"
                        + " many neighbours it has.")
public final class GraphSource implements DataSource {
    private final Options options;

    /** Options of {@link GraphSource}. */
    public record Options(
            @Option(
                    doc =
                            "The links: two names a line, separated by spaces, a tab or a comma; lines that begin with # or %"
                                    + " are passed over.")
            Path links,

            @Option(doc = "The table of nodes, CSV with a header; empty: no table.", byDefault = "")
            Path nodes,

            @Option(doc = "The column with the names of nodes, by name or by number from 1.", byDefault = "1")
            String id,

            @Option(
                    doc = "The column with the classes of nodes, by name or by number from 1; empty: the last column.",
                    byDefault = "")
            String target,

            @Option(doc = "Columns to leave out, by name or by number from 1.", byDefault = "")
            List<String> ignore,

            @Option(
                    doc =
                            "Whether links go one way: the second node of a line is then a neighbour of the first, and not"
                                    + " the other way round.",
                    byDefault = "false")
            boolean directed,

            @Option(
                    doc = "Share of the nodes of the table to judge by, drawn node by node.",
                    byDefault = "0.5",
                    range = "[0, 1)")
            double test,

            @Option(doc = "Which nodes are drawn to judge by; the same seed draws the same.", byDefault = "0")
            long seed) {
        public Options {
            ignore = List.copyOf(ignore);
        }
    }

    @Inject
    public GraphSource(Options options) {
        this.options = options;
    }

    @Override
    public Dataset open() {
        Map<String, String> digests = new LinkedHashMap<>();
        byte[] bytes = new InputFile(options.links(), "the links").bytes();
        digests.put(options.links().toString(), InputFile.digest(bytes));
        LinkFile links = LinkFile.read(options.links(), bytes);
        String name = String.valueOf(options.links().getFileName());
        if (options.nodes().toString().isEmpty()) {
            return NodeTable.withoutTable(links, options.directed()).dataset(name, options, digests);
        }
        byte[] table = new InputFile(options.nodes(), "the nodes").bytes();
        digests.put(options.nodes().toString(), InputFile.digest(table));
        return NodeTable.read(options, table, links).dataset(name, options, digests);
    }
}
