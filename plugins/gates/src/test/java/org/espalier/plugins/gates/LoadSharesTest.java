package org.espalier.plugins.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.espalier.api.graph.PluginOp;
import org.espalier.testkit.PluginOpContract;
import org.junit.jupiter.api.Test;

class LoadSharesTest extends PluginOpContract {
    private static final Offset<Double> FIVE_DIGITS = Offset.offset(5e-6);

    /** Of two kept, two of the numbers drawn would be equal, and a threshold there has no derivative. */
    @Override
    protected PluginOp operation() {
        return new WithDeviations(new LoadShares(1));
    }

    @Override
    protected int[] inputs() {
        return new int[] {5, 5, 5};
    }

    private static float[][] shares(int kept, float[] clean, float[] noisy, float deviation) {
        float[][][] inputs = new float[3][clean.length][1];
        for (int e = 0; e < clean.length; e++) {
            inputs[0][e][0] = clean[e];
            inputs[1][e][0] = noisy[e];
            inputs[2][e][0] = deviation;
        }
        float[][] out = new float[clean.length][1];
        new LoadShares(kept).forward(inputs, new float[2][1], out, 1);
        return out;
    }

    /** Φ(1/2) = 0.69146; the others have to exceed the first. */
    @Test
    void aShareIsTheNormalProbabilityToExceedTheOthers() {
        float[] logits = {1.5f, 1, 0};
        float[][] shares = shares(1, logits, logits, 1);

        assertThat((double) shares[0][0]).isCloseTo(0.69146, FIVE_DIGITS);
        assertThat((double) shares[1][0]).isCloseTo(0.30854, FIVE_DIGITS);
        assertThat((double) shares[2][0]).isCloseTo(0.06681, FIVE_DIGITS);
    }

    /** Of 3, 2, 1 and 0 two are kept: the kept ones have to exceed 1, the others 2. */
    @Test
    void whoIsKeptHasToExceedTheNextAndTheOthersTheLastThatIsKept() {
        float[][] shares = shares(2, new float[] {1, 1, 2, 2}, new float[] {3, 2, 1, 0}, 1);

        for (float[] share : shares) {
            assertThat((double) share[0]).isCloseTo(0.5, FIVE_DIGITS);
        }
    }

    @Test
    void withoutNoiseWhoIsKeptIsCertain() {
        float[] logits = {3, 2, 1, 0};
        float[][] shares = shares(2, logits, logits, 0);

        assertThat(shares).isDeepEqualTo(new float[][] {{1}, {1}, {0}, {0}});
    }

    @Test
    void asManyRoutesAsExpertsAreRefused() {
        assertThatThrownBy(() -> new LoadShares(2).features(2, 2, 2)).hasMessageContaining("of more than 2 experts");
    }

    /** The operation on deviations {@code 1 + x²}, which any number is fit for. */
    private record WithDeviations(PluginOp load) implements PluginOp {
        @Override
        public int features(int... inputs) {
            return load.features(inputs);
        }

        @Override
        public int scratch(int... inputs) {
            return load.scratch(inputs);
        }

        private static float[][][] positive(float[][][] inputs) {
            float[][] deviations = new float[inputs[2].length][];
            for (int e = 0; e < deviations.length; e++) {
                deviations[e] = inputs[2][e].clone();
                for (int p = 0; p < deviations[e].length; p++) {
                    deviations[e][p] = 1 + deviations[e][p] * deviations[e][p];
                }
            }
            return new float[][][] {inputs[0], inputs[1], deviations};
        }

        @Override
        public void forward(float[][][] inputs, float[][] scratch, float[][] output, int count) {
            load.forward(positive(inputs), scratch, output, count);
        }

        @Override
        public void backward(
                float[][][] inputs,
                float[][] scratch,
                float[][] output,
                float[][] outputGradient,
                float[][][] inputGradients,
                int count) {
            load.backward(positive(inputs), scratch, output, outputGradient, inputGradients, count);
            for (int e = 0; e < inputs[2].length; e++) {
                for (int p = 0; p < count; p++) {
                    inputGradients[2][e][p] *= 2 * inputs[2][e][p];
                }
            }
        }
    }
}
