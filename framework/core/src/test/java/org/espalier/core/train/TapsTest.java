package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Unary;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.run.RunSummary.Activations;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

/** What is measured of the values inside a network. */
final class TapsTest {
    private static final double TOLERANCE = 1e-6;

    /** More examples than one batch of the evaluation has, the last of them alone in its block. */
    private static final int EXAMPLES = 513;

    private static final Layer SHIFTED =
            (graph, in) -> graph.activation(graph.tap("shifted", graph.unary(in, Unary.SHIFT, -1)), Activation.RELU);

    private static Model traced(Layer... layers) {
        ModelTrace trace = new ModelTrace(List.of(2));
        for (int i = 0; i < layers.length; i++) {
            trace.layer("layer" + i, layers[i]);
        }
        return trace.model();
    }

    /** Example e is (e % 3, -1), of class 0. */
    private record Numbers() implements Examples {
        @Override
        public int count() {
            return EXAMPLES;
        }

        @Override
        public int label(int example) {
            return 0;
        }

        @Override
        public void features(int example, float[] into) {
            into[0] = example % 3;
            into[1] = -1;
        }

        @Override
        public void target(int example, float[] into) {
            throw new AssertionError("a loss of classes asks for no targets");
        }
    }

    @Test
    void areMeasuredOverAllExamplesAndNoOthers() {
        Model model = traced(SHIFTED);
        try (WorkerPool pool = new WorkerPool(2);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
                Evaluation evaluation = new Evaluation(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.crossEntropy(output, 0), model),
                        new ScalarKernels(),
                        pool,
                        Map.of())) {
            List<Activations> measured = evaluation.activations(new Numbers());
            assertThat(measured).extracting(Activations::name).containsExactly("layer0.shifted", "layer0");
            // A third each of -1, 0 and 1 beside a -2.
            Activations inside = measured.getFirst();
            assertThat(inside.zeros()).isCloseTo(1.0 / 6, within(TOLERANCE));
            assertThat(inside.mean()).isCloseTo(-1, within(TOLERANCE));
            assertThat(inside.deviation()).isCloseTo(Math.sqrt(4.0 / 3), within(TOLERANCE));
            Activations given = measured.getLast();
            assertThat(given.zeros()).isCloseTo(5.0 / 6, within(TOLERANCE));
            assertThat(given.mean()).isCloseTo(1.0 / 6, within(TOLERANCE));
            assertThat(given.deviation()).isCloseTo(Math.sqrt(5) / 6, within(TOLERANCE));
        }
    }

    @Test
    void keepANodeFromBecomingAPartOfWhatFollows() {
        Layer product = (graph, in) ->
                graph.linear(in, graph.weight("weight", 3, 2, Initialisation.HE_NORMAL), Optional.empty());
        Layer relu = (graph, in) -> graph.activation(in, Activation.RELU);
        assertThat(traced(product, relu).taps()).containsOnlyKeys("layer1");
        Layer named = (graph, in) -> graph.tap("sums", product.build(graph, in));
        assertThat(traced(named, relu).taps()).containsOnlyKeys("layer0.sums", "layer0", "layer1");
        assertThat(traced(named, relu).operations()).hasSize(2);
    }

    @Test
    void ofOneLayerHaveDifferentNames() {
        Layer twice = (graph, in) -> graph.tap("a", graph.unary(graph.tap("a", in), Unary.SHIFT, 1));
        assertThatThrownBy(() -> traced(twice))
                .isInstanceOf(EspalierException.class)
                .hasMessage("The layer 'layer0' gives the name 'a' to two nodes.");
    }
}
