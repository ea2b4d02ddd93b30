package org.espalier.plugins.data;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ExampleGraph;
import org.espalier.plugins.data.PlanetoidFile.Labels;

/**
 * The nodes of a Planetoid graph in their order: first those of {@code allx}, the first of which are labelled for training,
 * then those of the test. The file {@code test.index} says which node each row of {@code tx} is; a number it lacks is a node
 * without features and class.
 *
 * @param rows features of every node
 * @param graph links of every node
 * @param train {@code [nodes]}: the class of the nodes to learn from, -1 for others
 * @param test {@code [nodes]}: the class of the nodes to judge by, -1 for others
 */
record PlanetoidNodes(SparseRows rows, ExampleGraph graph, int classes, int[] train, int[] test) {
    /**
     * Reads all files.
     *
     * @param files graph, allx, tx, ally, ty, y and test.index
     */
    static PlanetoidNodes read(List<PlanetoidFile> files) {
        ExampleGraph graph = files.get(0).graph();
        SparseRows known = files.get(1).features();
        SparseRows judged = files.get(2).features();
        Labels knownLabels = files.get(3).labels();
        Labels judgedLabels = files.get(4).labels();
        int learned = files.get(5).labels().labels().length;
        int[] index = files.get(6).nodes(Math.min(known.rows(), graph.examples()), graph.examples());
        require(files.get(0), "nodes", graph.examples(), known.rows() + judged.rows(), Integer.MAX_VALUE);
        require(files.get(2), "columns", judged.columns(), known.columns(), known.columns());
        require(files.get(3), "rows", knownLabels.labels().length, known.rows(), known.rows());
        require(files.get(4), "rows", judgedLabels.labels().length, judged.rows(), judged.rows());
        require(files.get(4), "columns", judgedLabels.classes(), knownLabels.classes(), knownLabels.classes());
        require(files.get(5), "rows", learned, 1, known.rows());
        require(files.get(6), "lines", index.length, judged.rows(), judged.rows());
        int[] train = filled(graph.examples());
        System.arraycopy(knownLabels.labels(), 0, train, 0, learned);
        int[] test = filled(graph.examples());
        int[] from = filled(graph.examples());
        Arrays.setAll(from, node -> node < known.rows() ? node : -1);
        for (int row = 0; row < index.length; row++) {
            test[index[row]] = judgedLabels.labels()[row];
            from[index[row]] = known.rows() + row;
        }
        return new PlanetoidNodes(SparseRows.gather(known, judged, from), graph, knownLabels.classes(), train, test);
    }

    private static int[] filled(int nodes) {
        int[] labels = new int[nodes];
        Arrays.fill(labels, -1);
        return labels;
    }

    private static void require(PlanetoidFile file, String what, int found, int least, int most) {
        if (found < least || found > most) {
            throw new EspalierException(
                    file.path() + " has " + found + " " + what + "; the other files of this graph want "
                            + (least == most
                                    ? least
                                    : "at least " + least + (most < Integer.MAX_VALUE ? ", at most " + most : ""))
                            + ".");
        }
    }
}
