package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.ExampleGraph;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphSourceTest implements DataSourceContract {
    private static final String LINKS = "# who knows whom\nann bob\nbob,cid\nann\tcid\nann bob\n\nbob ann\ndan dan\n";
    private static final String NODES =
            "name,age,tall,team\ncid,30,1,red\nann,20,0,blue\ndan,50,0,red\nbob,40,1,blue\n";

    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        return source(LINKS, NODES, false, 0.5);
    }

    @Test
    void nodesAreThoseOfTheTableInItsOrder() {
        Dataset data = source().open();
        assertThat(data.train().count()).isEqualTo(4);
        assertThat(row(data, 0)).containsExactly(30, 1);
        assertThat(row(data, 1)).containsExactly(20, 0);
        assertThat(data.classNames()).containsExactly("blue", "red");
    }

    @Test
    void linksGoBothWaysEachOnce() {
        ExampleGraph graph = source().open().graph().orElseThrow();
        assertThat(neighbours(graph, 1)).containsExactly(0, 3);
        assertThat(neighbours(graph, 0)).containsExactly(1, 3);
        assertThat(neighbours(graph, 2)).isEmpty();
        assertThat(graph.links()).isEqualTo(6);
    }

    @Test
    void linksCanGoOneWay() {
        ExampleGraph graph = source(LINKS, NODES, true, 0.5).open().graph().orElseThrow();
        assertThat(neighbours(graph, 1)).containsExactly(0, 3);
        assertThat(neighbours(graph, 3)).containsExactly(0, 1);
        assertThat(neighbours(graph, 0)).isEmpty();
    }

    @Test
    void everyNodeIsLabelledEitherToLearnFromOrToJudgeBy() {
        Dataset data = source().open();
        for (int node = 0; node < 4; node++) {
            assertThat((data.train().label(node) < 0) != (data.test().label(node) < 0))
                    .isTrue();
        }
        Dataset all = source(LINKS, NODES, false, 0).open();
        assertThat(all.test().count()).isZero();
        assertThat(IntStream.range(0, 4).map(all.train()::label)).containsExactly(1, 0, 1, 0);
    }

    @Test
    void withoutATableANodeIsItsNumberAndItsNeighboursAreCounted() {
        Dataset data = source("10 9\n9 x\n", "", false, 0.5).open();
        assertThat(data.shape()).containsExactly(3);
        assertThat(row(data, 0)).containsExactly(1, 0, 0);
        float[] target = new float[1];
        data.train().target(0, target);
        assertThat(target).containsExactly(2);
        assertThat(neighbours(data.graph().orElseThrow(), 0)).containsExactly(1, 2);
    }

    @Test
    void namesTheLineOfWhatIsWrong() {
        fails("ann bob\nann eve\n", NODES, "links.txt:2: the table of nodes has no node \"eve\".");
        fails("ann bob cid\n", NODES, "links.txt:1 should name two nodes, but has 3 words.");
        fails("# nothing\n", NODES, "links.txt has no links.");
        fails(LINKS, NODES + "ann,1,1,red\n", "nodes.csv:6: the node \"ann\" stands in the table twice.");
        fails(LINKS, NODES + "eve,old,1,red\n", "nodes.csv:6: column \"age\" holds \"old\"");
    }

    private void fails(String links, String nodes, String sentence) {
        assertThatThrownBy(() -> source(links, nodes, false, 0.5).open())
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(sentence);
    }

    private static float[] row(Dataset data, int id) {
        float[] row = new float[data.features()];
        data.train().features(id, row);
        return row;
    }

    private static int[] neighbours(ExampleGraph graph, int node) {
        return IntStream.range(0, graph.degree(node))
                .map(k -> graph.neighbour(node, k))
                .toArray();
    }

    private DataSource source(String links, String nodes, boolean directed, double test) {
        try {
            Path list = Files.writeString(folder.resolve("links.txt"), links);
            Path table = nodes.isEmpty() ? Path.of("") : Files.writeString(folder.resolve("nodes.csv"), nodes);
            return new GraphSource(new GraphSource.Options(list, table, "1", "", List.of(), directed, test, 3));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
