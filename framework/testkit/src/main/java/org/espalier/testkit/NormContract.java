package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.backend.Backend;
import org.espalier.api.backend.Kernels;
import org.espalier.core.kernel.KernelData;
import org.espalier.core.kernel.ScalarKernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend keeps of normalisation and noise: the bits of the scalar reference. */
public abstract class NormContract {
    private static final int[] FEATURES = {1, 2, 7, 16, 65, 1025};
    private static final double SOME_SPECIALS = 0.02;

    /** The backend under test. */
    protected abstract Backend backend();

    /**
     * A shape of arguments.
     *
     * @param features of a tile
     * @param width examples of a tile
     * @param tiles how many
     * @param live examples of a tile that live
     * @param specials probability of numbers that are hardly numbers
     */
    public record Shape(int features, int width, int tiles, int live, double specials) {}

    static Stream<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        int turn = 0;
        for (int features : FEATURES) {
            for (int width = 16; width <= 128; width += 16) {
                int[] lives = {width, 1, width - 3, 0, 16};
                int tiles = features > 1000 ? 2 : 1 + 7 * turn % 23;
                shapes.add(new Shape(features, width, tiles, lives[turn % 5], turn % 3 == 0 ? SOME_SPECIALS : 0));
                turn++;
            }
        }
        return shapes.stream();
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void normsAndNoiseEqualTheReference(Shape shape) {
        try (KernelData data = new KernelData(shape.hashCode(), shape.specials())) {
            NormCalls calls = new NormCalls(data, shape.features(), shape.width(), shape.tiles(), shape.live());
            long start = data.floats(calls.floats());
            assertThat(bits(calls, backend().kernels(), data.copy(start, calls.floats())))
                    .isEqualTo(bits(calls, new ScalarKernels(), data.copy(start, calls.floats())));
        }
    }

    /** All NaN are one: which of two operands' payloads survives is not defined in Java. */
    private static int[] bits(NormCalls calls, Kernels kernels, long out) {
        calls.run(kernels, out);
        float[] values = KernelData.read(out, calls.floats());
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }
}
