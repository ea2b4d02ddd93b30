package org.espalier.plugins.gates;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.PluginOp;

/** One feature for each expert: 1 for the one that the signs of projections name, else 0. */
final class SignHash implements PluginOp {
    private final float[][] directions;
    private final int[] expertOf;
    private final int experts;

    SignHash(int bits, int features, int experts, long seed) {
        this.experts = experts;
        this.directions = new float[bits][features];
        RandomStream random = RandomStream.ofSeed(seed).fork("hash");
        for (int b = 0; b < bits; b++) {
            for (int f = 0; f < features; f++) {
                directions[b][f] = (float) random.fork(b).gaussian(f);
            }
        }
        this.expertOf = dealt(1 << bits, experts, random.fork("patterns"));
    }

    /** The patterns in a drawn order, dealt to the experts one after the other. */
    private static int[] dealt(int patterns, int experts, RandomStream random) {
        long[] drawn = LongStream.range(0, patterns)
                .map(pattern -> random.bits(pattern) & -(long) patterns | pattern)
                .sorted()
                .toArray();
        int[] expertOf = new int[patterns];
        for (int i = 0; i < patterns; i++) {
            expertOf[(int) (drawn[i] & patterns - 1)] = i % experts;
        }
        return expertOf;
    }

    /** The expert of each pattern of signs. */
    int[] experts() {
        return expertOf.clone();
    }

    @Override
    public int features(int... inputs) {
        if (inputs.length != 1 || inputs[0] != directions[0].length) {
            throw new EspalierException(
                    "A hash of " + directions[0].length + " features cannot take " + Arrays.toString(inputs) + ".");
        }
        return experts;
    }

    /** A projection for each sign. */
    @Override
    public int scratch(int... inputs) {
        return directions.length;
    }

    @Override
    public void forward(float[][][] inputs, float[][] scratch, float[][] output, int count) {
        for (int b = 0; b < directions.length; b++) {
            project(directions[b], inputs[0], scratch[b], count);
        }
        for (int e = 0; e < experts; e++) {
            Arrays.fill(output[e], 0, count, 0f);
        }
        for (int p = 0; p < count; p++) {
            int pattern = 0;
            for (int b = 0; b < directions.length; b++) {
                pattern = 2 * pattern + (scratch[b][p] < 0 ? 0 : 1);
            }
            output[expertOf[pattern]][p] = 1f;
        }
    }

    private static void project(float[] direction, float[][] features, float[] out, int count) {
        Arrays.fill(out, 0, count, 0f);
        for (int f = 0; f < direction.length; f++) {
            float weight = direction[f];
            float[] feature = features[f];
            for (int p = 0; p < count; p++) {
                out[p] = Math.fma(weight, feature[p], out[p]);
            }
        }
    }

    /** Experts jump, so nothing passes. */
    @Override
    public void backward(
            float[][][] inputs,
            float[][] scratch,
            float[][] output,
            float[][] outputGradient,
            float[][][] inputGradients,
            int count) {
        for (float[] gradient : inputGradients[0]) {
            Arrays.fill(gradient, 0, count, 0f);
        }
    }
}
