package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Unary;
import org.espalier.api.graph.Window;
import org.espalier.api.loop.InputStatistics;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.operation.Product;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

/** Sums over what comes into products, against those worked out directly. */
final class CalibrationTest {
    /** Of a network's floats against doubles. */
    private static final double TOLERANCE = 1e-4;

    /** 3 x 3 with a border, at every other place. */
    private static final Window HALVING = new Window(3, 3, 2, 2, 1, 1, 1, 1);

    /** Numbers of examples by a formula. */
    private record Numbers(int count, int features, IntToDoubleFunction of) implements Examples {
        @Override
        public void features(int id, float[] out) {
            for (int f = 0; f < features; f++) {
                out[f] = (float) of.applyAsDouble(id * features + f);
            }
        }

        @Override
        public int label(int id) {
            return id % 3 - 1;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 0;
        }
    }

    private static InputStatistics measure(
            Model model, Network network, Examples examples, int product, int most, boolean gram, int threads) {
        try (WorkerPool pool = new WorkerPool(threads)) {
            return calibration(model, network, examples, pool)
                    .measure(products(model).get(product), most, gram);
        }
    }

    private static Calibration calibration(Model model, Network network, Examples examples, WorkerPool pool) {
        return new Calibration(
                network,
                model,
                LossTrace.of((graph, output) -> graph.squaredError(output), model),
                new ScalarKernels(),
                pool,
                examples,
                RandomStream.ofSeed(3));
    }

    private static List<Product> products(Model model) {
        return model.operations().stream()
                .filter(Product.class::isInstance)
                .map(Product.class::cast)
                .toList();
    }

    /** Two units, doubled and dropped out at random in training, and one of both. */
    private static Model chain() {
        ModelTrace trace = new ModelTrace(List.of(2));
        trace.layer(
                "first",
                (graph, in) -> graph.dropout(
                        graph.unary(
                                graph.linear(
                                        in,
                                        graph.weight("weight", 2, 2, Initialisation.ZEROS),
                                        Optional.of(graph.vector("bias", 2, 1))),
                                Unary.SCALE,
                                2),
                        0.5));
        trace.layer(
                "second",
                (graph, in) -> graph.linear(in, graph.weight("weight", 1, 2, Initialisation.ZEROS), Optional.empty()));
        return trace.model();
    }

    private static final Numbers TOKENS = new Numbers(3, 2, i -> new double[] {1, 2, 2, 0, 2, 2}[i]);

    private static Network network(Model model) {
        return new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
    }

    @Test
    void squaresAndProductsOfThreeTokens() {
        Model model = chain();
        try (Network network = network(model)) {
            InputStatistics sums = measure(model, network, TOKENS, 0, 100, true, 2);
            assertThat(sums.positions()).isEqualTo(3);
            // Norms of 3 and 2.828427.
            assertThat(sums.squares().getFirst()).containsExactly(9, 8);
            assertThat(sums.gram().getFirst()).containsExactly(9, 6, 6, 8);
            InputStatistics squares = measure(model, network, TOKENS, 0, 100, false, 2);
            assertThat(squares.squares().getFirst()).containsExactly(9, 8);
            assertThat(squares.gram()).isEmpty();
        }
    }

    @Test
    void whatWasChangedBeforeIsInTheInputsAndNothingIsDroppedOut() {
        Model model = chain();
        try (Network network = network(model)) {
            InputStatistics biases = measure(model, network, TOKENS, 1, 100, true, 1);
            assertThat(biases.gram().getFirst()).containsExactly(12, 12, 12, 12);
            network.weight("first.weight").store().set(new float[] {1, 0, 0, 0});
            InputStatistics changed = measure(model, network, TOKENS, 1, 100, true, 1);
            // Twice 2, 3 and 3, beside twice 1.
            assertThat(changed.gram().getFirst()).containsExactly(88, 32, 32, 12);
        }
    }

    @Test
    void manyBatchesGiveWhatOneGivesWithAnyNumberOfThreads() {
        Model model = chain();
        Numbers many = new Numbers(1300, 2, i -> StrictMath.sin(i));
        try (Network network = network(model)) {
            InputStatistics one = measure(model, network, many, 0, 2000, true, 1);
            InputStatistics three = measure(model, network, many, 0, 2000, true, 3);
            assertThat(three.gram().getFirst()).containsExactly(one.gram().getFirst());
            double[] expected = new double[4];
            for (int id = 0; id < many.count(); id++) {
                for (int k = 0; k < 4; k++) {
                    expected[k] +=
                            (float) StrictMath.sin(2 * id + k / 2) * (double) (float) StrictMath.sin(2 * id + k % 2);
                }
            }
            assertThat(one.gram().getFirst()).containsExactly(expected, within(1e-9));
        }
    }

    @Test
    void notMoreExamplesThanAskedForAndAlwaysTheSame() {
        Model model = chain();
        Numbers many = new Numbers(40, 2, i -> i % 2 == 0 ? 1 : i);
        try (Network network = network(model)) {
            InputStatistics first = measure(model, network, many, 0, 7, false, 1);
            assertThat(first.positions()).isEqualTo(7);
            assertThat(first.squares().getFirst()[0]).isEqualTo(7);
            assertThat(measure(model, network, many, 0, 7, false, 1).squares().getFirst())
                    .containsExactly(first.squares().getFirst());
        }
    }

    /** Two groups of two channels under a window of 3 x 3 with a border, every other place. */
    @Test
    void underAWindowAColumnIsAChannelAtATapAndGroupsReadTheirOwn() {
        ModelTrace trace = new ModelTrace(List.of(3, 4, 4));
        trace.layer(
                "conv",
                (graph, in) -> graph.flatten(graph.convolution(
                        in,
                        graph.kernel("weight", 6, 2, HALVING, Initialisation.ZEROS),
                        Optional.empty(),
                        HALVING,
                        2)));
        Model model = trace.model();
        Numbers pictures = new Numbers(5, 3 * 4 * 4, i -> StrictMath.sin(i));
        try (Network network = network(model)) {
            InputStatistics sums = measure(model, network, pictures, 0, 5, true, 2);
            assertThat(sums.positions()).isEqualTo(5 * 2 * 2);
            for (int group = 0; group < 2; group++) {
                double[] expected = new double[18 * 18];
                for (int id = 0; id < 5; id++) {
                    for (int position = 0; position < 4; position++) {
                        double[] x = window(pictures, id, position / 2, position % 2, group);
                        for (int i = 0; i < expected.length; i++) {
                            expected[i] += x[i / 18] * x[i % 18];
                        }
                    }
                }
                assertThat(sums.gram().get(group)).containsExactly(expected, within(TOLERANCE));
            }
        }
    }

    private static double[] window(Numbers pictures, int id, int y, int x, int group) {
        float[] picture = new float[3 * 4 * 4];
        pictures.features(id, picture);
        double[] window = new double[18];
        for (int column = 0; column < 18; column++) {
            int row = 2 * y + column % 9 / 3 - 1;
            int place = 2 * x + column % 3 - 1;
            if (row >= 0 && row < 3 && place >= 0 && place < 4) {
                window[column] = picture[(row * 4 + place) * 4 + 2 * group + column / 9];
            }
        }
        return window;
    }

    @Test
    void whatIsNotFiniteIsRefusedByName() {
        Model model = chain();
        Numbers infinite = new Numbers(3, 2, i -> i == 3 ? Double.POSITIVE_INFINITY : 1);
        try (Network network = network(model)) {
            assertThatThrownBy(() -> measure(model, network, infinite, 0, 3, true, 1))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining("column 1 of first.weight");
        }
    }

    @Test
    void tooManyColumnsAreRefusedWithTheNumberThatIsAllowed() {
        assertThat(Calibration.tooLarge(new MatrixShape("a", 1, 4096), 1)).isEmpty();
        assertThat(Calibration.tooLarge(new MatrixShape("a", 2, 4096), 2).orElseThrow())
                .contains("4096 columns of a in 2 groups are 33554432 numbers; there may be 16777216");
    }
}
