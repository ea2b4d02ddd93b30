package org.espalier.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.graph.Activation;
import org.espalier.core.kernel.KernelData;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The float kernels against the plain operations in double. */
class FloatKernelsTest {
    private static final int ROWS = 11;
    private static final int COLUMNS = 70;
    private static final int POSITIONS = 90;
    /** A sum of n products of order 1 errs by at most n half-ulps of sums of order √n: 90 · 6e-8 · 10, in practice far less. */
    private static final double OF_A_SUM = 5e-5;
    /** Activations are a few ulps off, of numbers of order 1. */
    private static final double OF_AN_ACTIVATION = 2e-6;
    /** The logarithm of a sum of 11 exponentials, less logits of order 1: some ulps of numbers below 8. */
    private static final double OF_A_LOSS = 5e-6;

    private final KernelData data = new KernelData(11, 0);
    private final Kernels kernels = new ScalarKernels();
    private final Panel panel = Panel.of(POSITIONS);

    @AfterEach
    void release() {
        data.close();
    }

    @Test
    void productsAreThoseOfDoubleUpToRounding() {
        SparseMatrix matrix = data.matrix(ROWS, COLUMNS, 0.4);
        double[][] weight = dense(matrix);
        long in = data.plane(panel, COLUMNS);
        long bias = data.floats(ROWS);
        long out = data.plane(panel, ROWS);
        double[][] wanted = PlainLinear.product(weight, plane(in, COLUMNS), row(bias, ROWS));

        kernels.sparseProduct(matrix, panel, in, out, bias, Activation.NONE, 0, false, 0, ROWS);
        close(plane(out, ROWS), wanted, OF_A_SUM);
        long weights = address(weight);
        kernels.denseProduct(weights, ROWS, COLUMNS, panel, in, out, bias, Activation.NONE, 0, false, 0, ROWS);
        close(plane(out, ROWS), wanted, OF_A_SUM);

        long slope = data.plane(panel, ROWS);
        long back = data.plane(panel, COLUMNS);
        kernels.denseTransposedProduct(weights, ROWS, COLUMNS, panel, slope, back, 0, false, 0, COLUMNS);
        close(plane(back, COLUMNS), PlainLinear.inputGradient(weight, plane(slope, ROWS)), OF_A_SUM);
    }

    @Test
    void sumsOverPositionsAreThoseOfDoubleUpToRounding() {
        SparseMatrix matrix = data.matrix(ROWS, COLUMNS, 0.4);
        long in = data.plane(panel, COLUMNS);
        long slope = data.plane(panel, ROWS);
        double[][] wanted = PlainLinear.weightGradient(plane(slope, ROWS), plane(in, COLUMNS));

        long gradient = data.floats(ROWS * COLUMNS);
        kernels.denseWeightGradient(ROWS, COLUMNS, panel, slope, in, gradient, 0, ROWS);
        for (int r = 0; r < ROWS; r++) {
            close(row(gradient + 4L * r * COLUMNS, COLUMNS), wanted[r], OF_A_SUM);
        }
        kernels.sparseWeightGradient(matrix, panel, slope, in, gradient, 0, ROWS);
        double[] ofLinks = row(gradient, matrix.links());
        for (int r = 0, k = 0; r < ROWS; r++) {
            for (int end = NativeMemory.getInt(matrix.rowStarts() + 4L * r + 4); k < end; k++) {
                int column = NativeMemory.getInt(matrix.columnIndices() + 4L * k);
                assertThat(ofLinks[k]).isCloseTo(wanted[r][column], within(OF_A_SUM));
            }
        }
        long sums = data.floats(ROWS);
        kernels.rowSums(ROWS, panel, slope, sums, 0, ROWS);
        close(row(sums, ROWS), PlainLinear.biasGradient(plane(slope, ROWS)), OF_A_SUM);
    }

    @ParameterizedTest
    @EnumSource
    void activationsAreThoseOfDoubleUpToRounding(Activation activation) {
        int count = 16 * 64;
        long in = data.floats(count);
        long slope = data.floats(count);
        long out = data.floats(count);
        long back = data.floats(count);
        kernels.activate(activation, in, out, 0, count);
        kernels.activationGradient(activation, in, out, slope, back, 0, count);
        for (int i = 0; i < count; i++) {
            double x = row(in, count)[i];
            assertThat(row(out, count)[i]).isCloseTo(PlainActivation.value(activation, x), within(OF_AN_ACTIVATION));
            assertThat(row(back, count)[i])
                    .isCloseTo(
                            row(slope, count)[i] * PlainActivation.derivative(activation, x), within(OF_AN_ACTIVATION));
        }
    }

    @Test
    void lossesAreThoseOfDoubleUpToRounding() {
        long logits = data.plane(panel, ROWS);
        long targets = data.plane(panel, ROWS);
        long labels = data.ints(panel.capacity(), ROWS);
        long losses = data.floats(panel.capacity());
        long gradient = data.plane(panel, ROWS);
        int[] classes = new int[panel.capacity()];
        NativeMemory.copy(labels, classes, 0, classes.length);
        double[][] x = plane(logits, ROWS);

        kernels.crossEntropy(
                ROWS, panel, panel.capacity(), logits, labels, 0.1f, losses, gradient, 0, panel.capacity());
        close(plane(gradient, ROWS), PlainLosses.crossEntropyGradient(x, classes, 0.1), OF_A_LOSS);
        for (int p = 0; p < classes.length; p++) {
            double wanted = PlainLosses.crossEntropy(x, p, classes[p], 0.1);
            assertThat(row(losses, classes.length)[p]).isCloseTo(wanted, within(OF_A_LOSS));
        }

        kernels.squaredError(ROWS, panel, panel.capacity(), logits, targets, losses, gradient, 0, panel.capacity());
        close(plane(gradient, ROWS), PlainLosses.squaredErrorGradient(x, plane(targets, ROWS)), OF_A_LOSS);
        assertThat(mean(losses)).isCloseTo(PlainLosses.squaredError(x, plane(targets, ROWS)), within(OF_A_LOSS));
    }

    @Test
    void lossesAgainstNumbersAreThoseOfDoubleUpToRounding() {
        long in = data.plane(panel, ROWS);
        long numbers = data.plane(panel, ROWS);
        long shares = data.plane(panel, ROWS);
        int all = panel.capacity();
        for (long i = 0; i < (long) all * ROWS; i++) {
            float share = i % 3 == 0 ? 0 : Math.abs(NativeMemory.getFloat(shares + 4 * i)) / 4;
            NativeMemory.setFloat(shares + 4 * i, share);
        }
        long losses = data.floats(all);
        long gradient = data.plane(panel, ROWS);
        double[][] x = plane(in, ROWS);
        double[][] t = plane(numbers, ROWS);

        kernels.huber(ROWS, panel, all, 0.7f, in, numbers, losses, gradient, 0, all);
        close(plane(gradient, ROWS), PlainLosses.huberGradient(x, t, 0.7f), OF_A_LOSS);
        assertThat(mean(losses)).isCloseTo(PlainLosses.huber(x, t, 0.7f), within(OF_A_LOSS));

        double[][] p = plane(shares, ROWS);
        kernels.binaryCrossEntropy(ROWS, panel, all, in, shares, losses, gradient, 0, all);
        close(plane(gradient, ROWS), PlainLosses.binaryCrossEntropyGradient(x, p), OF_A_LOSS);
        assertThat(mean(losses)).isCloseTo(PlainLosses.binaryCrossEntropy(x, p), within(OF_A_LOSS));

        kernels.klDivergence(ROWS, panel, all, in, shares, losses, gradient, 0, all);
        close(plane(gradient, ROWS), PlainLosses.klDivergenceGradient(x, p), OF_A_LOSS);
        assertThat(mean(losses)).isCloseTo(PlainLosses.klDivergence(x, p), within(OF_A_LOSS));
    }

    /** A logit that is certain costs nothing where it is right, and itself where it is wrong. */
    @Test
    void theBinaryCrossEntropyDoesNotOverflow() {
        for (float logit : new float[] {-1e30f, -100f, 100f, 1e30f}) {
            long in = data.plane(panel, 1);
            NativeMemory.setFloat(in, logit);
            long target = data.plane(panel, 1);
            long loss = data.floats(panel.capacity());
            long gradient = data.plane(panel, 1);
            for (float t : new float[] {0, 1}) {
                NativeMemory.setFloat(target, t);
                kernels.binaryCrossEntropy(1, panel, 1, in, target, loss, gradient, 0, 16);
                boolean right = (logit > 0) == (t > 0);
                assertThat((double) NativeMemory.getFloat(loss))
                        .isCloseTo(right ? 0 : Math.abs(logit), within(OF_A_LOSS));
                assertThat((double) NativeMemory.getFloat(gradient))
                        .isCloseTo(right ? 0 : Math.signum(logit), within(OF_A_LOSS));
            }
        }
    }

    private double mean(long losses) {
        double sum = 0;
        for (double loss : row(losses, panel.capacity())) {
            sum += loss;
        }
        return sum / panel.capacity();
    }

    private static void close(double[][] got, double[][] wanted, double tolerance) {
        assertThat(got.length).isEqualTo(wanted.length);
        for (int i = 0; i < got.length; i++) {
            close(got[i], wanted[i], tolerance);
        }
    }

    private static void close(double[] got, double[] wanted, double tolerance) {
        assertThat(got).hasSameSizeAs(wanted);
        for (int i = 0; i < got.length; i++) {
            assertThat(got[i]).isCloseTo(wanted[i], within(tolerance));
        }
    }

    private double[][] plane(long address, int features) {
        double[][] values = new double[features][panel.capacity()];
        for (int f = 0; f < features; f++) {
            for (int p = 0; p < panel.capacity(); p++) {
                int at = (p / panel.width() * features + f) * panel.width() + p % panel.width();
                values[f][p] = NativeMemory.getFloat(address + 4L * at);
            }
        }
        return values;
    }

    private static double[] row(long address, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = NativeMemory.getFloat(address + 4L * i);
        }
        return values;
    }

    private static double[][] dense(SparseMatrix matrix) {
        double[][] weight = new double[matrix.rows()][matrix.columns()];
        for (int r = 0, k = 0; r < matrix.rows(); r++) {
            for (int end = NativeMemory.getInt(matrix.rowStarts() + 4L * r + 4); k < end; k++) {
                weight[r][NativeMemory.getInt(matrix.columnIndices() + 4L * k)] =
                        NativeMemory.getFloat(matrix.values() + 4L * k);
            }
        }
        return weight;
    }

    private long address(double[][] weight) {
        long address = data.floats((long) ROWS * COLUMNS);
        for (int r = 0; r < ROWS; r++) {
            for (int c = 0; c < COLUMNS; c++) {
                NativeMemory.setFloat(address + 4L * (r * COLUMNS + c), (float) weight[r][c]);
            }
        }
        return address;
    }
}
