package org.espalier.testkit.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.espalier.api.graph.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain gradients against central differences of the plain values. */
class PlainOperationsTest {
    /** Near the cube root of the precision of double, where truncation and rounding of a central difference balance. */
    private static final double STEP = 1e-5;
    /** A central difference errs by about STEP² and by 1e-16 / STEP, times values of order 1 to 100. */
    private static final double CLOSE = 1e-8;

    private final SplittableRandom random = new SplittableRandom(5);

    @ParameterizedTest
    @EnumSource
    void derivativesAreThoseOfTheValues(Activation activation) {
        // None of these is at a kink.
        for (double x : new double[] {-20, -3, -0.7, -0.1, 0.02, 0.6, 1.5, 20}) {
            double difference =
                    PlainActivation.value(activation, x + STEP) - PlainActivation.value(activation, x - STEP);
            assertThat(PlainActivation.derivative(activation, x)).isCloseTo(difference / (2 * STEP), within(CLOSE));
        }
    }

    @Test
    void gradientsOfALinearLayerAreThoseOfAWeightedSumOfItsOutputs() {
        double[][] weight = values(5, 4);
        double[][] in = values(4, 7);
        double[] bias = values(1, 5)[0];
        double[][] slope = values(5, 7);
        DoubleSupplier sum = () -> {
            double[][] out = PlainLinear.product(weight, in, bias);
            double total = 0;
            for (int r = 0; r < out.length; r++) {
                for (int p = 0; p < out[r].length; p++) {
                    total += slope[r][p] * out[r][p];
                }
            }
            return total;
        };
        double[][] weightGradient = PlainLinear.weightGradient(slope, in);
        double[][] inputGradient = PlainLinear.inputGradient(weight, slope);
        double[] biasGradient = PlainLinear.biasGradient(slope);
        for (int r = 0; r < weight.length; r++) {
            same(weight[r], weightGradient[r], sum);
        }
        for (int c = 0; c < in.length; c++) {
            same(in[c], inputGradient[c], sum);
        }
        same(bias, biasGradient, sum);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.9})
    void theGradientOfCrossEntropyIsThatOfItsMean(double smoothing) {
        double[][] logits = values(6, 5);
        int[] labels = {0, 5, 3, 3, 1};
        double[][] gradient = PlainLosses.crossEntropyGradient(logits, labels, smoothing);
        for (int c = 0; c < logits.length; c++) {
            same(logits[c], gradient[c], () -> PlainLosses.crossEntropy(logits, labels, smoothing));
        }
    }

    @Test
    void theGradientOfTheSquaredErrorIsThatOfItsMean() {
        double[][] predictions = values(3, 5);
        double[][] targets = values(3, 5);
        double[][] gradient = PlainLosses.squaredErrorGradient(predictions, targets);
        for (int f = 0; f < predictions.length; f++) {
            same(predictions[f], gradient[f], () -> PlainLosses.squaredError(predictions, targets));
        }
    }

    @Test
    void gradientsOfLossesAgainstNumbersAreThoseOfTheirMeans() {
        double[][] x = values(3, 5);
        double[][] numbers = values(3, 5);
        double[][] shares = values(3, 5);
        for (double[] row : shares) {
            for (int i = 0; i < row.length; i++) {
                row[i] = i == 2 ? 0 : Math.abs(row[i]) / 4;
            }
        }
        double[][] huber = PlainLosses.huberGradient(x, numbers, 0.7);
        double[][] answers = PlainLosses.binaryCrossEntropyGradient(x, shares);
        double[][] divergence = PlainLosses.klDivergenceGradient(x, shares);
        for (int f = 0; f < x.length; f++) {
            same(x[f], huber[f], () -> PlainLosses.huber(x, numbers, 0.7));
            same(x[f], answers[f], () -> PlainLosses.binaryCrossEntropy(x, shares));
            same(x[f], divergence[f], () -> PlainLosses.klDivergence(x, shares));
        }
    }

    private static void same(double[] arguments, double[] gradient, DoubleSupplier value) {
        assertThat(gradient).hasSameSizeAs(arguments);
        for (int i = 0; i < arguments.length; i++) {
            double x = arguments[i];
            arguments[i] = x + STEP;
            double above = value.getAsDouble();
            arguments[i] = x - STEP;
            double below = value.getAsDouble();
            arguments[i] = x;
            assertThat(gradient[i]).isCloseTo((above - below) / (2 * STEP), within(CLOSE));
        }
    }

    private double[][] values(int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return values;
    }
}
