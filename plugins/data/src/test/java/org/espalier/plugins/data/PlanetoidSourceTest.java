package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.border.Examples;
import org.espalier.plugins.data.PlanetoidSource.Graph;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six nodes: 0 and 1 to learn from, 2 known but not used, 5 and 3 to judge by; nothing is known of 4. */
class PlanetoidSourceTest implements DataSourceContract {
    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        graph(List.of(List.of(5, 2), List.of(1, 3), List.of(0, 0), List.of(), List.of(3), List.of()));
        matrix("allx", 3, new int[] {0, 2, 2, 3}, new int[] {3, 0, 1}, new float[] {1, 3, 5});
        matrix("tx", 2, new int[] {0, 1, 3}, new int[] {2, 0, 1}, new float[] {7, 1, 1});
        write("ally", new PickleBytes().wholes(List.of(3, 2), 0, 1, 1, 0, 0, 1));
        write("ty", new PickleBytes().wholes(List.of(2, 2), 1, 0, 0, 1));
        write("y", new PickleBytes().wholes(List.of(2, 2), 0, 1, 1, 0));
        Files.writeString(folder.resolve("ind.cora.test.index"), "5\n3\n");
    }

    private void graph(List<List<Integer>> neighbours) throws IOException {
        write("graph", new PickleBytes().graph(neighbours));
    }

    private void matrix(String part, int rows, int[] starts, int[] positions, float[] values) throws IOException {
        write(part, new PickleBytes().matrix(rows, 4, starts, positions, values));
    }

    private void write(String part, PickleBytes pickle) throws IOException {
        Files.write(folder.resolve("ind.cora." + part), pickle.done());
    }

    @Override
    public DataSource source() {
        return source(Graph.CORA, folder, true);
    }

    private static PlanetoidSource source(Graph graph, Path folder, boolean rowNormalize) {
        return new PlanetoidSource(
                new PlanetoidSource.Options(graph, rowNormalize), file -> folder.resolve(file.name()));
    }

    @Test
    void nodesOfTheTestStandWhereTheIndexSays() {
        Dataset data = source(Graph.CORA, folder, false).open();
        assertThat(rows(data, data.train())).isDeepEqualTo(new float[][] {
            {3, 0, 0, 1}, {0, 0, 0, 0}, {0, 5, 0, 0}, {1, 1, 0, 0}, {0, 0, 0, 0}, {0, 0, 7, 0}
        });
        assertThat(rows(data, data.test())).isDeepEqualTo(rows(data, data.train()));
    }

    @Test
    void onlyNodesOfTheirSplitHaveLabels() {
        Dataset data = source().open();
        assertThat(labels(data.train())).containsExactly(1, 0, -1, -1, -1, -1);
        assertThat(labels(data.test())).containsExactly(-1, -1, -1, 1, -1, 0);
        assertThat(data.classNames()).containsExactly("0", "1");
    }

    @Test
    void linksGoBothWaysOnceAndNotToTheNodeItself() {
        ExampleGraph graph = source().open().graph().orElseThrow();
        assertThat(graph.links()).isEqualTo(8);
        assertThat(neighbours(graph, 0)).containsExactly(2, 5);
        assertThat(neighbours(graph, 1)).containsExactly(3);
        assertThat(neighbours(graph, 2)).containsExactly(0);
        assertThat(neighbours(graph, 3)).containsExactly(1, 4);
        assertThat(neighbours(graph, 4)).containsExactly(3);
        assertThat(neighbours(graph, 5)).containsExactly(0);
    }

    @Test
    void normalizedRowsHaveTheSumOneUnlessTheyAreZero() {
        Dataset data = source().open();
        assertThat(rows(data, data.train())).isDeepEqualTo(new float[][] {
            {0.75f, 0, 0, 0.25f}, {0, 0, 0, 0}, {0, 1, 0, 0}, {0.5f, 0.5f, 0, 0}, {0, 0, 0, 0}, {0, 0, 1, 0}
        });
    }

    @Test
    void namesTheByteOfWhatIsNoGraph() throws IOException {
        write("graph", new PickleBytes().wholes(1));
        refused("graph: byte 0: a dictionary of the neighbours of each node is wanted here, not an array.");
        graph(List.of(List.of(1)));
        refused("graph: byte 53: nodes should have numbers from 0 to 0, but there is number 1.");
        write("graph", new PickleBytes().code('}', '(').string("a").code(']', 'u'));
        refused("graph: byte 2: nodes should have numbers from 0 to 0, but there is a string.");
        write("graph", new PickleBytes().code('}', '(').whole(0).code('N', 'u'));
        refused("graph: byte 2: node 0 should have a list of neighbours, not a constant.");
    }

    @Test
    void namesTheByteOfAMatrixThatDoesNotHold() throws IOException {
        write("allx", new PickleBytes().wholes(1));
        refused("allx: byte 0: a sparse matrix is wanted here, not an array.");
        matrix("allx", 3, new int[] {0, 2, 3}, new int[] {0, 1, 2}, new float[3]);
        refused("allx: byte 35: the parts of the matrix of 3 rows do not fit together.");
        matrix("allx", 3, new int[] {0, 3, 1, 3}, new int[] {0, 1, 2}, new float[3]);
        refused("allx: byte 35: row 1 of the matrix ends before it begins.");
        matrix("allx", 3, new int[] {0, 0, 0, 1}, new int[] {4}, new float[1]);
        refused("allx: byte 35: entry 0 of the matrix is 0.0 in column 4, of columns 0 to 3.");
        matrix("allx", 3, new int[] {0, 0, 0, 1}, new int[] {0}, new float[] {Float.NaN});
        refused("allx: byte 35: entry 0 of the matrix is NaN in column 0");
        write("allx", new PickleBytes().name("scipy.sparse.csr", "csr_matrix").code(')', 0x81, '}', 'b'));
        refused("the matrix has no rows and columns.");
    }

    @Test
    void namesTheByteOfLabelsThatAreNone() throws IOException {
        write("ally", new PickleBytes().wholes(List.of(3, 2), 0, 1, 1, 1, 0, 1));
        refused("ally: byte 63: row 1 of the array should hold a single 1 and zeros.");
        write("ally", new PickleBytes().floats(1));
        refused("ally: byte 0: rows of whole numbers, one for each node, are wanted here, not an array.");
        write("ally", new PickleBytes().wholes(List.of(3, 0)));
        refused("ally has 0 rows; the other files of this graph want 3.");
    }

    @Test
    void namesTheFileThatDoesNotFitTheOthers() throws IOException {
        write("ty", new PickleBytes().wholes(List.of(1, 2), 0, 1));
        refused("ty has 1 rows; the other files of this graph want 2.");
        writeFiles();
        write("y", new PickleBytes().wholes(List.of(4, 2), new int[8]));
        refused("y has 4 rows; the other files of this graph want at least 1, at most 3.");
        graph(List.of(List.of(), List.of(), List.of(), List.of()));
        refused("test.index:1 should be the number of a node from 3 to 3 that stands on no other line.");
        graph(List.of());
        refused("test.index:1 should be");
        writeFiles();
        for (String index : List.of("5\n5\n", "5\n2\n", "5\n\n", "5\nx\n", "5\n9999999999")) {
            Files.writeString(folder.resolve("ind.cora.test.index"), index);
            refused("test.index:2 should be the number of a node from 3 to 5 that stands on no other line.");
        }
    }

    private void refused(String sentence) {
        assertThatThrownBy(() -> source().open())
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith(folder.resolve("ind.cora").toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void readsTheRealCora() {
        Dataset data = source(Graph.CORA, real(), true).open();
        ExampleGraph graph = data.graph().orElseThrow();
        assertThat(graph.examples()).isEqualTo(2708);
        assertThat(graph.links()).isEqualTo(2 * 5278);
        assertThat(neighbours(graph, 0)).containsExactly(633, 1862, 2582);
        assertThat(data.features()).isEqualTo(1433);
        assertThat(counts(data, data.train())).containsExactly(20, 20, 20, 20, 20, 20, 20);
        assertThat(counts(data, data.test())).containsExactly(130, 91, 144, 319, 149, 103, 64);
        assertThat(data.test().label(2692)).isEqualTo(3);
        float[] row = new float[1433];
        data.test().features(2692, row);
        assertThat(IntStream.range(0, 1433).filter(f -> row[f] == 1 / 15f))
                .containsExactly(311, 314, 353, 505, 510, 621, 1075, 1132, 1171, 1226, 1230, 1301, 1379, 1389, 1392);
    }

    @Test
    void readsTheRealCiteseer() {
        Dataset data = source(Graph.CITESEER, real(), false).open();
        ExampleGraph graph = data.graph().orElseThrow();
        assertThat(graph.examples()).isEqualTo(3327);
        assertThat(graph.links()).isEqualTo(2 * 4552);
        assertThat(data.features()).isEqualTo(3703);
        assertThat(counts(data, data.train())).containsExactly(20, 20, 20, 20, 20, 20);
        assertThat(counts(data, data.test())).containsExactly(77, 182, 181, 231, 169, 160);
        float[] row = new float[3703];
        data.train().features(2407, row);
        assertThat(row).containsOnly(0);
        assertThat(data.test().label(2407)).isEqualTo(-1);
        double entries = 0;
        for (int id = 0; id < data.train().count(); id++) {
            data.train().features(id, row);
            entries += IntStream.range(0, row.length).mapToDouble(f -> row[f]).sum();
        }
        assertThat(entries).isEqualTo(73173 + 31992);
    }

    private static Path real() {
        Optional<Path> folder = Optional.ofNullable(System.getenv("ESPALIER_DATA"))
                .map(data -> Path.of(data, "planetoid"))
                .filter(Files::isDirectory);
        if (folder.isEmpty()) {
            System.out.println("Skipped: Cora and Citeseer are read only when ESPALIER_DATA names the folder above"
                    + " planetoid/.");
        }
        assumeTrue(folder.isPresent());
        return folder.orElseThrow();
    }

    @Test
    void theDigestsAreThoseOfTheRealFiles() {
        Path folder = real();
        for (Graph graph : Graph.values()) {
            source(graph, folder, true).publicFiles().forEach(file -> {
                try {
                    byte[] bytes = Files.readAllBytes(folder.resolve(file.name()));
                    assertThat(InputFile.digest(bytes)).isEqualTo("sha256:" + file.sha256());
                    assertThat(bytes).hasSize((int) file.bytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static int[] counts(Dataset data, Examples examples) {
        int[] counts = new int[data.targets()];
        Arrays.stream(labels(examples)).filter(label -> label >= 0).forEach(label -> counts[label]++);
        return counts;
    }

    private static int[] labels(Examples examples) {
        return IntStream.range(0, examples.count()).map(examples::label).toArray();
    }

    private static int[] neighbours(ExampleGraph graph, int node) {
        return IntStream.range(0, graph.degree(node))
                .map(k -> graph.neighbour(node, k))
                .toArray();
    }

    private static float[][] rows(Dataset data, Examples examples) {
        float[][] rows = new float[examples.count()][data.features()];
        for (int id = 0; id < rows.length; id++) {
            examples.features(id, rows[id]);
        }
        return rows;
    }
}
