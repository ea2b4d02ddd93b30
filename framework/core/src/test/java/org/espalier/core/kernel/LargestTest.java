package org.espalier.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest features against a count of those that are larger, or equal and before. */
final class LargestTest {
    private static final int WIDTH = 16;
    private static final int FEATURES = 23;
    /** Values that stand side by side again and again. */
    private static final float[] RARE = {
        0f,
        -0f,
        1f,
        -1f,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN,
        -Float.NaN,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE
    };

    private final NativeMemory memory = new NativeMemory();
    private final ScalarKernels kernels = new ScalarKernels();
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @AfterEach
    void release() {
        memory.close();
    }

    /** Half of the positions have values of their own, half have rare ones and many that are equal. */
    private float[] drawn() {
        float[] in = new float[FEATURES * WIDTH];
        for (int i = 0; i < in.length; i++) {
            in[i] = i % 2 == 0 ? (float) random.nextGaussian() : RARE[random.nextInt(RARE.length)];
        }
        return in;
    }

    private static boolean kept(float[] in, int largest, int feature, int position) {
        float x = in[feature * WIDTH + position];
        int before = 0;
        for (int f = 0; f < FEATURES; f++) {
            float other = in[f * WIDTH + position];
            before += other > x || (other == x && f < feature) ? 1 : 0;
        }
        return before < largest;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 11, 22, 23})
    void arePassedAndTheOthersAreZero(int largest) {
        float[] in = drawn();
        float[] values = new float[in.length];
        float[] wanted = new float[in.length];
        for (int f = 0; f < FEATURES; f++) {
            for (int p = 0; p < WIDTH; p++) {
                int i = f * WIDTH + p;
                values[i] = 1 + i;
                wanted[i] = kept(in, largest, f, p) ? values[i] : 0;
            }
        }
        long out = memory.allocate(4L * in.length);
        kernels.passLargest(array(in), array(values), FEATURES, WIDTH, largest, false, out);
        assertThat(NativeMemory.floats(out, in.length)).containsExactly(wanted);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 22, 23})
    void areThoseThatASoftmaxKeeps(int largest) {
        float[] in = new float[FEATURES * WIDTH];
        for (int i = 0; i < in.length; i++) {
            in[i] = random.nextInt(5) - 2;
        }
        long out = memory.allocate(4L * in.length);
        kernels.softmax(array(in), FEATURES, WIDTH, largest, out);
        float[] made = NativeMemory.floats(out, in.length);
        for (int f = 0; f < FEATURES; f++) {
            for (int p = 0; p < WIDTH; p++) {
                assertThat(made[f * WIDTH + p] > 0).as("feature %s at %s", f, p).isEqualTo(kept(in, largest, f, p));
            }
        }
    }

    private long array(float... values) {
        long address = memory.allocate(4L * values.length);
        NativeMemory.copy(values, 0, address, values.length);
        return address;
    }
}
