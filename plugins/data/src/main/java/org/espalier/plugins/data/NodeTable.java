package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.border.Examples;

/**
 * The nodes of a graph of one's own.
 *
 * @param rows features of each node
 * @param target what is to be learned of each node
 * @param classes names of its classes; empty where it is a number
 */
record NodeTable(SparseRows rows, TableExamples.Target target, List<String> classes, ExampleGraph graph) {
    /** The nodes a table lists, in its order. */
    static NodeTable read(GraphSource.Options options, byte[] bytes, LinkFile links) {
        List<String> without = Stream.concat(options.ignore().stream(), Stream.of(options.id()))
                .toList();
        CsvSource.Options form = new CsvSource.Options(
                options.nodes(),
                options.target(),
                CsvSource.Header.YES,
                ",",
                CsvSource.Learn.CLASSES,
                without,
                Path.of(""),
                Missing.REFUSE);
        CsvTable table = new CsvTable(options.nodes(), form, bytes, options.id());
        Map<String, Integer> numbers = new HashMap<>();
        for (int row = 0; row < table.keys().size(); row++) {
            if (numbers.put(table.keys().get(row), row) != null) {
                throw table.wrong(row, "the node \"" + table.keys().get(row) + "\" stands in the table twice.");
            }
        }
        CsvTargets targets = CsvTargets.of(table, CsvSource.Learn.CLASSES);
        return new NodeTable(
                SparseRows.of(table.columns().features().length, table.values()),
                targets.of(table),
                targets.classes(),
                links.graph(numbers, options.directed()));
    }

    /** The nodes that have links, numbers by size, then others by the alphabet. */
    static NodeTable withoutTable(LinkFile links, boolean directed) {
        List<String> names = Stream.concat(links.from().stream(), links.to().stream())
                .distinct()
                .sorted(CsvTable.numbersFirst())
                .toList();
        if (names.size() > LibsvmFile.MOST_FEATURES) {
            throw new EspalierException(links.path() + " links " + names.size() + " nodes; at most "
                    + LibsvmFile.MOST_FEATURES + " can be told apart.");
        }
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        ExampleGraph graph = links.graph(numbers, directed);
        float[] degrees = new float[names.size()];
        for (int node = 0; node < degrees.length; node++) {
            degrees[node] = graph.degree(node);
        }
        return new NodeTable(SparseRows.identity(names.size()), new TableExamples.Numbers(degrees), List.of(), graph);
    }

    /** The nodes as examples: where they have classes, those drawn for the test are not labelled in training. */
    Dataset dataset(String name, GraphSource.Options options, Map<String, String> digests) {
        return switch (target) {
            case TableExamples.Numbers n -> {
                SparseExamples nodes = new SparseExamples(rows, n);
                yield data(name, 1, nodes, new SparseExamples(rows.none(), n), digests);
            }
            case TableExamples.Classes c -> {
                RandomStream random = RandomStream.ofSeed(options.seed()).fork("graph/test");
                int[] train = c.labels().clone();
                int[] test = c.labels().clone();
                IntStream.range(0, train.length)
                        .forEach(node -> (random.uniform(node) < options.test() ? train : test)[node] = -1);
                boolean judged = Arrays.stream(test).anyMatch(label -> label >= 0);
                yield data(
                        name,
                        c.classes(),
                        new NodeExamples(rows, train, c.classes()),
                        judged
                                ? new NodeExamples(rows, test, c.classes())
                                : new NodeExamples(rows.none(), new int[0], c.classes()),
                        digests);
            }
        };
    }

    private Dataset data(String name, int targets, Examples train, Examples test, Map<String, String> digests) {
        return new Dataset(name, List.of(rows.columns()), targets, classes, train, test, digests, Optional.of(graph));
    }
}
