package org.espalier.api.border;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExampleGraphTest {
    /** Example 0 has the neighbours 0 and 2, example 1 none, example 2 the neighbour 1. */
    private static final ExampleGraph GRAPH = new ExampleGraph(new int[] {0, 2, 2, 3}, new int[] {0, 2, 1});

    @Test
    void listsTheNeighboursOfEachExample() {
        assertThat(GRAPH.examples()).isEqualTo(3);
        assertThat(GRAPH.links()).isEqualTo(3);
        assertThat(GRAPH.degree(0)).isEqualTo(2);
        assertThat(GRAPH.degree(1)).isZero();
        assertThat(GRAPH.neighbour(0, 0)).isZero();
        assertThat(GRAPH.neighbour(0, 1)).isEqualTo(2);
        assertThat(GRAPH.neighbour(2, 0)).isEqualTo(1);
    }

    @Test
    void aNeighbourTooManyIsNotThatOfTheNextExample() {
        assertThatThrownBy(() -> GRAPH.neighbour(0, 2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("neighbour 2 of example 0, which has 2");
        assertThatThrownBy(() -> GRAPH.neighbour(2, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void staysAsItIsWhenItsArraysChange() {
        int[] starts = {0, 1};
        int[] neighbours = {0};
        ExampleGraph graph = new ExampleGraph(starts, neighbours);
        starts[1] = 7;
        neighbours[0] = 7;
        assertThat(graph.degree(0)).isEqualTo(1);
        assertThat(graph.neighbour(0, 0)).isZero();
    }

    @Test
    void refusesWhatIsNoGraph() {
        refused("starts of a graph begin with 0, but there are none", new int[0]);
        refused("starts of a graph begin with 0, not with 1", new int[] {1, 2}, 0, 0);
        refused("starts of a graph do not descend, but start 2 is 0 after 1", new int[] {0, 1, 0}, 0);
        refused("the last start of a graph is its number of links, 2, not 1", new int[] {0, 1}, 0, 0);
        refused("neighbour 2 of example 1 is none of the 2 examples", new int[] {0, 0, 1}, 2);
        refused("neighbour -1 of example 0 is none of the 1 examples", new int[] {0, 1}, -1);
        refused(
                "the neighbours of an example ascend and differ, but those of example 0 have 1 after 1",
                new int[] {0, 2, 2},
                1,
                1);
    }

    private static void refused(String sentence, int[] starts, int... neighbours) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExampleGraph(starts, neighbours))
                .withMessage(sentence);
    }

    @Test
    void bothSplitsOfADataSetHoldAllExamplesOfItsGraph() {
        Dataset data = data(new Rows(3), new Rows(0));
        assertThat(data.with(new Rows(3), new Rows(3)).graph()).contains(GRAPH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data(new Rows(2), new Rows(3)))
                .withMessage(
                        "the graph links 3 examples, but there are 2 training examples; where there is a graph, each"
                                + " split holds all of its examples");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.with(new Rows(3), new Rows(4)))
                .withMessageContaining("4 test examples");
    }

    private static Dataset data(Examples train, Examples test) {
        return new Dataset("d", List.of(1), 1, List.of("c"), train, test, Map.of(), Optional.of(GRAPH));
    }

    private record Rows(int count) implements Examples {
        @Override
        public void features(int id, float[] out) {
            out[0] = id;
        }

        @Override
        public int label(int id) {
            return -1;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 0;
        }
    }
}
