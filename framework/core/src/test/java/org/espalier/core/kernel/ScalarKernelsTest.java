package org.espalier.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.espalier.api.backend.DefinedMath;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.graph.Activation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scalar kernels against a second reading of the contract's order of arithmetic, on arrays. */
class ScalarKernelsTest {
    private static final int ROWS = 9;
    private static final int COLUMNS = 17;

    private final NativeMemory memory = new NativeMemory();
    private final ScalarKernels kernels = new ScalarKernels();
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

    @AfterEach
    void release() {
        memory.close();
    }

    @ParameterizedTest
    @CsvSource({"1,16", "1,128", "3,48", "2,112"})
    void aProductIsOneChainOfFmaFromTheBias(int blocks, int width) {
        Panel panel = new Panel(blocks, width);
        float[][] x = values(COLUMNS, panel.capacity());
        float[][] gate = values(ROWS, panel.capacity());
        float[] weights = values(1, ROWS * COLUMNS)[0];
        float[] bias = values(1, ROWS)[0];
        float[][] wanted = new float[ROWS][panel.capacity()];
        for (int r = 0; r < ROWS; r++) {
            for (int p = 0; p < panel.capacity(); p++) {
                float sum = bias[r];
                for (int c = 0; c < COLUMNS; c++) {
                    sum = Math.fma(weights[r * COLUMNS + c], x[c][p], sum);
                }
                wanted[r][p] = gate[r][p] > 0 ? Math.max(sum, 0f) : 0f;
            }
        }
        long out = memory.allocate(panel.bytes(ROWS));
        long weight = array(weights);
        long in = plane(panel, x);
        long biases = array(bias);
        long mask = plane(panel, gate);

        kernels.denseProduct(weight, ROWS, COLUMNS, panel, in, out, biases, Activation.RELU, mask, false, 0, ROWS);
        assertThat(read(panel, out, ROWS)).isDeepEqualTo(wanted);

        NativeMemory.clear(out, panel.bytes(ROWS));
        SparseMatrix full = full(weight, ROWS, COLUMNS);
        kernels.sparseProduct(full, panel, in, out, biases, Activation.RELU, mask, false, 0, 4);
        kernels.sparseProduct(full, panel, in, out, biases, Activation.RELU, mask, false, 4, ROWS);
        assertThat(read(panel, out, ROWS)).isDeepEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"1,16", "1,128", "3,48", "2,112"})
    void aTransposedProductAddsToWhatIsThere(int blocks, int width) {
        Panel panel = new Panel(blocks, width);
        float[][] slope = values(ROWS, panel.capacity());
        float[][] wanted = values(COLUMNS, panel.capacity());
        float[] weights = values(1, ROWS * COLUMNS)[0];
        long out = plane(panel, wanted);
        for (int c = 0; c < COLUMNS; c++) {
            for (int p = 0; p < panel.capacity(); p++) {
                for (int r = 0; r < ROWS; r++) {
                    wanted[c][p] = Math.fma(weights[r * COLUMNS + c], slope[r][p], wanted[c][p]);
                }
            }
        }
        kernels.denseTransposedProduct(
                array(weights), ROWS, COLUMNS, panel, plane(panel, slope), out, 0, true, 0, COLUMNS);
        assertThat(read(panel, out, COLUMNS)).isDeepEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({"1,16", "1,128", "3,48", "2,112"})
    void sumsOverPositionsFollowTheTreeOfSixteenLanes(int blocks, int width) {
        Panel panel = new Panel(blocks, width);
        float[][] slope = values(ROWS, panel.capacity());
        float[][] x = values(COLUMNS, panel.capacity());
        float[] wanted = new float[ROWS * COLUMNS];
        float[] sums = new float[ROWS];
        float[] ones = new float[panel.capacity()];
        Arrays.fill(ones, 1f);
        for (int r = 0; r < ROWS; r++) {
            sums[r] = dot(panel, slope[r], ones);
            for (int c = 0; c < COLUMNS; c++) {
                wanted[r * COLUMNS + c] = dot(panel, slope[r], x[c]);
            }
        }
        long gradient = memory.allocateFloats(ROWS * COLUMNS);
        long slopes = plane(panel, slope);
        long in = plane(panel, x);

        kernels.denseWeightGradient(ROWS, COLUMNS, panel, slopes, in, gradient, 0, ROWS);
        assertThat(read(gradient, ROWS * COLUMNS)).isEqualTo(wanted);

        NativeMemory.clear(gradient, 4L * ROWS * COLUMNS);
        kernels.sparseWeightGradient(full(0, ROWS, COLUMNS), panel, slopes, in, gradient, 0, ROWS);
        assertThat(read(gradient, ROWS * COLUMNS)).isEqualTo(wanted);

        long out = memory.allocateFloats(ROWS);
        kernels.rowSums(ROWS, panel, slopes, out, 0, ROWS);
        assertThat(read(out, ROWS)).isEqualTo(sums);
    }

    @ParameterizedTest
    @CsvSource({"1,16,16", "2,48,70", "1,128,1"})
    void crossEntropyIsThatOfTheContractAndDeadPositionsAreZero(int blocks, int width, int live) {
        Panel panel = new Panel(blocks, width);
        float[][] x = values(ROWS, panel.capacity());
        int[] labels = random.ints(panel.capacity(), 0, ROWS).toArray();
        float off = 0.1f / ROWS;
        float on = (1f - 0.1f) + off;
        float[] losses = new float[panel.capacity()];
        float[][] gradient = new float[ROWS][panel.capacity()];
        for (int p = 0; p < live; p++) {
            float max = Float.NEGATIVE_INFINITY;
            float sum = 0f;
            float expected = 0f;
            for (int c = 0; c < ROWS; c++) {
                max = Math.max(max, x[c][p]);
            }
            for (int c = 0; c < ROWS; c++) {
                sum += DefinedMath.exp(x[c][p] - max);
                expected = Math.fma(c == labels[p] ? on : off, x[c][p], expected);
            }
            for (int c = 0; c < ROWS; c++) {
                gradient[c][p] = (DefinedMath.exp(x[c][p] - max) / sum - (c == labels[p] ? on : off)) / live;
            }
            losses[p] = (DefinedMath.log(sum) + max) - expected;
        }
        long logits = plane(panel, x);
        long classes = memory.allocateInts(panel.capacity());
        Arrays.fill(labels, live, labels.length, -1);
        NativeMemory.copy(labels, 0, classes, labels.length);
        long loss = array(values(1, panel.capacity())[0]);
        long slope = plane(panel, values(ROWS, panel.capacity()));
        kernels.crossEntropy(ROWS, panel, live, logits, classes, 0.1f, loss, slope, 0, panel.capacity());
        assertThat(read(loss, losses.length)).isEqualTo(losses);
        assertThat(read(panel, slope, ROWS)).isDeepEqualTo(gradient);
    }

    private static float dot(Panel panel, float[] a, float[] b) {
        float total = 0f;
        for (int block = 0; block < panel.blocks(); block++) {
            float[] lanes = new float[16];
            for (int p = 0; p < panel.width(); p++) {
                int at = block * panel.width() + p;
                lanes[p % 16] = Math.fma(a[at], b[at], lanes[p % 16]);
            }
            for (int half = 8; half > 0; half /= 2) {
                for (int l = 0; l < half; l++) {
                    lanes[l] += lanes[l + half];
                }
            }
            total = block == 0 ? lanes[0] : total + lanes[0];
        }
        return total;
    }

    private float[][] values(int rows, int columns) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return values;
    }

    private long array(float[] values) {
        long address = memory.allocateFloats(values.length);
        NativeMemory.copy(values, 0, address, values.length);
        return address;
    }

    private long plane(Panel panel, float[][] values) {
        long address = memory.allocate(panel.bytes(values.length));
        for (int f = 0; f < values.length; f++) {
            for (int p = 0; p < panel.capacity(); p++) {
                NativeMemory.setFloat(address + offset(panel, values.length, f, p), values[f][p]);
            }
        }
        return address;
    }

    private static long offset(Panel panel, int features, int feature, int position) {
        int block = position / panel.width();
        return 4L * ((block * features + feature) * panel.width() + position % panel.width());
    }

    private static float[][] read(Panel panel, long plane, int features) {
        float[][] values = new float[features][panel.capacity()];
        for (int f = 0; f < features; f++) {
            for (int p = 0; p < panel.capacity(); p++) {
                values[f][p] = NativeMemory.getFloat(plane + offset(panel, features, f, p));
            }
        }
        return values;
    }

    private static float[] read(long address, int count) {
        float[] values = new float[count];
        NativeMemory.copy(address, values, 0, count);
        return values;
    }

    private SparseMatrix full(long weight, int rows, int columns) {
        long starts = memory.allocateInts(rows + 1);
        long indices = memory.allocateInts((long) rows * columns);
        for (int r = 0; r <= rows; r++) {
            NativeMemory.setInt(starts + 4L * r, r * columns);
        }
        for (int k = 0; k < rows * columns; k++) {
            NativeMemory.setInt(indices + 4L * k, k % columns);
        }
        return new SparseMatrix(rows, columns, rows * columns, starts, indices, weight);
    }
}
