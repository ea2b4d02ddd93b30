package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.PluginOp;
import org.junit.jupiter.api.Test;

/** What every operation of a plugin keeps: gradients are those of finite differences, positions stand for themselves. */
public abstract class PluginOpContract {
    /** A power of two, so that inputs are moved exactly; its square bounds what curvature adds. */
    private static final double STEP = 1.0 / 128;

    /** Roundings of float divided by the step, and curvature, stay below this share of gradients of order 1. */
    private static final double TOLERANCE = 2e-3;

    private static final int POSITIONS = 5;

    /** The operation under test. */
    protected abstract PluginOp operation();

    /** Features of each input. */
    protected abstract int[] inputs();

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        Batch batch = new Batch(POSITIONS);
        batch.forward();
        batch.backward();
        for (int i = 0; i < batch.inputs.length; i++) {
            for (int f = 0; f < batch.inputs[i].length; f++) {
                for (int p = 0; p < POSITIONS; p++) {
                    double wanted = batch.difference(i, f, p);
                    assertThat((double) batch.inputGradients[i][f][p])
                            .as("gradient of feature %s of input %s", f, i)
                            .isCloseTo(wanted, within(TOLERANCE * (1 + Math.abs(wanted))));
                }
            }
        }
    }

    @Test
    void positionsStandForThemselvesAndNoOthersAreWritten() {
        Batch whole = new Batch(POSITIONS);
        whole.forward();
        whole.backward();
        Batch first = new Batch(POSITIONS);
        first.count = 1;
        first.forward();
        first.backward();
        for (int f = 0; f < whole.output.length; f++) {
            assertThat(first.output[f][0]).isEqualTo(whole.output[f][0]);
            for (int p = 1; p < POSITIONS; p++) {
                assertThat(first.output[f][p]).as("beyond the count").isNaN();
            }
        }
        for (int i = 0; i < whole.inputs.length; i++) {
            for (int f = 0; f < whole.inputs[i].length; f++) {
                assertThat(first.inputGradients[i][f][0]).isEqualTo(whole.inputGradients[i][f][0]);
            }
        }
    }

    /** Arrays of a call. */
    private final class Batch {
        private final PluginOp operation = operation();
        private final float[][][] inputs;
        private final float[][][] inputGradients;
        private final float[][] scratch;
        private final float[][] output;
        private final float[][] outputGradient;
        private int count = POSITIONS;

        Batch(int positions) {
            int[] features = PluginOpContract.this.inputs();
            inputs = new float[features.length][][];
            inputGradients = new float[features.length][][];
            for (int i = 0; i < features.length; i++) {
                inputs[i] = drawn(features[i], positions, i);
                inputGradients[i] = new float[features[i]][positions];
            }
            scratch = new float[operation.scratch(features)][positions];
            output = new float[operation.features(features)][positions];
            for (float[] row : output) {
                Arrays.fill(row, Float.NaN);
            }
            outputGradient = drawn(output.length, positions, features.length);
        }

        void forward() {
            operation.forward(inputs, scratch, output, count);
        }

        void backward() {
            operation.backward(inputs, scratch, output, outputGradient, inputGradients, count);
        }

        double difference(int input, int feature, int position) {
            float before = inputs[input][feature][position];
            inputs[input][feature][position] = (float) (before + STEP);
            double above = weighted();
            inputs[input][feature][position] = (float) (before - STEP);
            double below = weighted();
            inputs[input][feature][position] = before;
            return (above - below) / (2 * STEP);
        }

        private double weighted() {
            forward();
            double sum = 0;
            for (int f = 0; f < output.length; f++) {
                for (int p = 0; p < count; p++) {
                    sum += (double) output[f][p] * outputGradient[f][p];
                }
            }
            return sum;
        }
    }

    /** Multiples of 1/64, so that a step away from them is exact. */
    private static float[][] drawn(int features, int positions, int stream) {
        float[][] drawn = new float[features][positions];
        for (int f = 0; f < features; f++) {
            for (int p = 0; p < positions; p++) {
                double x = RandomStream.ofSeed(8).fork(stream).fork(f).gaussian(p);
                drawn[f][p] = (float) (Math.rint(64 * x) / 64);
            }
        }
        return drawn;
    }
}
