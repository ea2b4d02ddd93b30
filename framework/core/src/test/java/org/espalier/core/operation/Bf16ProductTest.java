package org.espalier.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.BatchState;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Grid;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.graph.WeightPass;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.TopologyEdit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A product whose links fetch rounded values, beside the same one with floats on planes that were rounded before. */
final class Bf16ProductTest {
    private static final int COLUMNS = 37;
    private static final int ROWS = 29;
    /** Two blocks, whose width is no multiple of a stretch. */
    private static final int EXAMPLES = 150;

    private static final RandomStream RANDOM = RandomStream.ofSeed(5);

    private final WorkerPool pool = new WorkerPool(2);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void theForwardPassFetchesTheRoundedInput() {
        try (Bound mixed = new Bound(true, true);
                Bound floats = new Bound(false, true)) {
            mixed.forward(x -> x);
            floats.forward(Bf16ProductTest::rounded);
            assertThat(mixed.out()).isEqualTo(floats.out());
            floats.forward(x -> x);
            assertThat(mixed.out()).isNotEqualTo(floats.out());
        }
    }

    @Test
    void linksFetchTheRoundedGradientOfTheOutputBesideTheInputAsItIs() {
        try (Bound mixed = new Bound(true, true);
                Bound floats = new Bound(false, true)) {
            mixed.forward(x -> x);
            mixed.backward(x -> x, g -> g);
            floats.forward(Bf16ProductTest::rounded);
            floats.backward(x -> x, Bf16ProductTest::rounded);
            assertThat(mixed.inGradient()).isEqualTo(floats.inGradient());
            assertThat(mixed.weightGradient()).isEqualTo(floats.weightGradient());
            assertThat(mixed.biasGradient()).isNotEqualTo(floats.biasGradient());
            floats.backward(x -> x, g -> g);
            assertThat(mixed.inGradient()).isNotEqualTo(floats.inGradient());
            assertThat(mixed.biasGradient()).isEqualTo(floats.biasGradient());
        }
    }

    @Test
    void whereTheInputHasNoGradientLinksFetchTheRoundedInputBesideTheGradientAsItIs() {
        try (Bound mixed = new Bound(true, false);
                Bound floats = new Bound(false, false)) {
            mixed.forward(x -> x);
            mixed.backward(x -> x, g -> g);
            floats.forward(Bf16ProductTest::rounded);
            floats.backward(Bf16ProductTest::rounded, g -> g);
            assertThat(mixed.weightGradient()).isEqualTo(floats.weightGradient());
            assertThat(mixed.biasGradient()).isEqualTo(floats.biasGradient());
            floats.backward(x -> x, g -> g);
            assertThat(mixed.weightGradient()).isNotEqualTo(floats.weightGradient());
        }
    }

    @Test
    void denseGradientsAreThoseOfFloats() {
        try (Bound mixed = new Bound(true, true);
                Bound floats = new Bound(false, true)) {
            for (Bound bound : List.of(mixed, floats)) {
                bound.forward(Bf16ProductTest::rounded);
                bound.backward(x -> x, g -> g);
            }
            assertThat(mixed.denseGradient()).isEqualTo(floats.denseGradient());
        }
    }

    @Test
    void linksThatMoveAreFetchedFromThereOn() {
        try (Bound mixed = new Bound(true, true);
                Bound floats = new Bound(false, true)) {
            for (Bound bound : List.of(mixed, floats)) {
                bound.moveALink();
            }
            mixed.forward(x -> x);
            mixed.backward(x -> x, g -> g);
            floats.forward(Bf16ProductTest::rounded);
            floats.backward(x -> x, Bf16ProductTest::rounded);
            assertThat(mixed.out()).isEqualTo(floats.out());
            assertThat(mixed.inGradient()).isEqualTo(floats.inGradient());
            assertThat(mixed.weightGradient()).isEqualTo(floats.weightGradient());
        }
    }

    /** To nearest, ties to even, in another way than the kernel does it; of finite numbers. */
    private static float rounded(float x) {
        float down = Float.intBitsToFloat(Float.floatToRawIntBits(x) & 0xffff0000);
        float up = Float.intBitsToFloat((Float.floatToRawIntBits(x) & 0xffff0000) + 0x10000);
        double below = Math.abs((double) x - down);
        double above = Math.abs((double) up - x);
        boolean even = (Float.floatToRawIntBits(down) & 0x10000) == 0;
        return below < above || below == above && even ? down : up;
    }

    /** A linear layer with ReLU and its planes. */
    private final class Bound implements AutoCloseable {
        private final NativeMemory memory = new NativeMemory();
        private final Product product;
        private final Network network;
        private final Plane input;
        private final Plane output;
        private final Plane gradient;
        private final Optional<Plane> inGradient;
        private final WeightPass pass;

        Bound(boolean mixed, boolean inner) {
            MatrixShape shape = new MatrixShape("fc.weight", ROWS, COLUMNS, List.of());
            VectorSpec bias = new VectorSpec("fc.bias", ROWS, 0.125);
            Value in = new Value("in", COLUMNS, Grid.POINT, inner);
            Value out = new Value("out", ROWS, Grid.POINT, true);
            product = new Product("fc", in, out, shape, Optional.of(bias), Window.POINT, 1, Activation.RELU);
            WeightSpec weight =
                    new WeightSpec("fc", shape, List.of(ROWS, COLUMNS), Initialisation.HE_NORMAL, 1, inner, inner);
            long[] links = LongStream.range(0, shape.positions())
                    .filter(position -> RANDOM.uniform(position) < 0.3)
                    .toArray();
            network = new Network(List.of(weight, bias), Map.of("fc", links), RANDOM);
            network.weightOf("fc").bf16(mixed);
            BatchState state = new BatchState();
            state.set(EXAMPLES, 0, true);
            Geometry geometry = new Geometry(in, List.of(product), EXAMPLES);
            Binding binding = new Binding(geometry, network, new ScalarKernels(), memory, Optional.of(RANDOM), state);
            input = binding.plane(in);
            output = binding.plane(out);
            gradient = binding.gradient(out).orElseThrow();
            inGradient = binding.gradient(in);
            pass = (WeightPass) product.bind(binding);
        }

        void forward(UnaryOperator<Float> inputs) {
            fill(input, "inputs", inputs);
            pass.forward(pool);
        }

        void backward(UnaryOperator<Float> inputs, UnaryOperator<Float> slopes) {
            fill(input, "inputs", inputs);
            fill(gradient, "slopes", slopes);
            pass.backward(pool);
        }

        private static void fill(Plane plane, String stream, UnaryOperator<Float> change) {
            RandomStream random = RANDOM.fork(stream);
            for (long i = 0; i < plane.bytes() / 4; i++) {
                NativeMemory.setFloat(plane.address() + 4 * i, change.apply((float) random.gaussian(i)));
            }
        }

        void moveALink() {
            TrainedWeight weight = network.weightOf("fc");
            long[] positions = weight.links().positions();
            long free = LongStream.range(0, ROWS * COLUMNS)
                    .filter(position -> LongStream.of(positions).noneMatch(taken -> taken == position))
                    .findFirst()
                    .orElseThrow();
            weight.apply(new TopologyEdit(new int[] {7}, new long[] {free}, new float[] {0.75f}));
            pass.bind();
        }

        float[] out() {
            return floats(output);
        }

        float[] inGradient() {
            return floats(inGradient.orElseThrow());
        }

        float[] weightGradient() {
            TrainedWeight weight = network.weightOf("fc");
            return NativeMemory.floats(weight.store().gradient(), weight.store().count());
        }

        float[] biasGradient() {
            return NativeMemory.floats(network.vector("fc.bias").gradient(), ROWS);
        }

        float[] denseGradient() {
            long result = memory.allocateFloats(ROWS * COLUMNS);
            pass.denseGradient(0, result, 0, ROWS);
            return NativeMemory.floats(result, ROWS * COLUMNS);
        }

        private static float[] floats(Plane plane) {
            return NativeMemory.floats(plane.address(), (int) (plane.bytes() / 4));
        }

        @Override
        public void close() {
            pass.close();
            network.close();
            memory.close();
        }
    }
}
