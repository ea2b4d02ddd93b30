package org.espalier.core.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Window;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

class FlatPicturesTest {
    private static final List<Integer> PICTURE = List.of(2, 3, 4);
    private static final int POSITIONS = 6;
    private static final int CHANNELS = 4;

    private static FlatPictures pictures(List<Integer> input, Layer layer) {
        ModelTrace trace = new ModelTrace(input);
        trace.layer("net", layer);
        return FlatPictures.of(trace.model());
    }

    private static Node linear(GraphBuilder graph, String name, Node in) {
        return graph.linear(
                in,
                graph.weight(name, 5, in.features(), Initialisation.ZEROS),
                Optional.of(graph.vector(name + "b", 5, 0)));
    }

    /** Here feature (position, channel), there (channel, position). */
    private static int[] turned() {
        int[] order = new int[POSITIONS * CHANNELS];
        for (int position = 0; position < POSITIONS; position++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                order[position * CHANNELS + channel] = channel * POSITIONS + position;
            }
        }
        return order;
    }

    private static Optional<int[]> order(FlatPictures pictures, String name, int count) {
        return pictures.order("net." + name, count);
    }

    @Test
    void theProductThatReadsAFlatPictureHasItsColumnsInAnotherOrder() {
        FlatPictures pictures = pictures(PICTURE, (graph, in) -> {
            Node hidden = graph.activation(linear(graph, "a", graph.flatten(in)), Activation.RELU);
            return linear(graph, "b", hidden);
        });
        assertThat(order(pictures, "a", 24).orElseThrow()).containsExactly(turned());
        assertThat(order(pictures, "b", 5)).isEmpty();
        assertThat(order(pictures, "ab", 5)).isEmpty();
    }

    @Test
    void theOrderGoesThroughWhatKeepsFeaturesAndThroughPartsSideBySide() {
        FlatPictures pictures = pictures(PICTURE, (graph, in) -> {
            Node flat = graph.activation(graph.dropout(graph.flatten(in), 0.5), Activation.RELU);
            Node normal = graph.batchNorm(flat, graph.vector("scale", 24, 1), graph.vector("shift", 24, 0), 0.1, 1e-5);
            Node twoNumbers =
                    graph.flatten(graph.slice(graph.averagePool(in, new Window(2, 3, 1, 1, 0, 0, 1, 1)), 0, 2));
            return linear(graph, "a", graph.concat(List.of(twoNumbers, normal)));
        });
        int[] behindTwo = IntStream.concat(
                        IntStream.of(0, 1), Arrays.stream(turned()).map(i -> i + 2))
                .toArray();
        assertThat(order(pictures, "a", 26).orElseThrow()).containsExactly(behindTwo);
        for (String name : List.of("scale", "shift", "running_mean", "running_var")) {
            assertThat(order(pictures, name, 24).orElseThrow()).as(name).containsExactly(turned());
        }
    }

    @Test
    void whatHasOneOrderStays() {
        Layer flat = (graph, in) -> linear(graph, "a", graph.flatten(in));
        assertThat(order(pictures(List.of(4, 4, 1), flat), "a", 16)).isEmpty();
        assertThat(order(pictures(List.of(1, 1, 8), flat), "a", 8)).isEmpty();
        assertThat(order(pictures(List.of(5, 3), flat), "a", 15)).isEmpty();
    }

    @Test
    void whatComputesWithTheWholePictureOrAPartOfItIsRefused() {
        assertThatThrownBy(() -> pictures(PICTURE, (graph, in) -> {
                    Node flat = graph.flatten(in);
                    return linear(
                            graph,
                            "a",
                            graph.layerNorm(flat, graph.vector("scale", flat.features(), 1), Optional.empty(), 1e-5));
                }))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("computes with all features of a flattened picture");
        FlatPictures part = pictures(PICTURE, (graph, in) -> linear(graph, "a", graph.slice(graph.flatten(in), 0, 8)));
        assertThatThrownBy(() -> order(part, "a", 8))
                .hasMessage("'net.a' reads a part of a flattened picture that is another part with channels first");
    }
}
