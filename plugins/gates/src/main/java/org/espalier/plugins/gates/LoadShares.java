package org.espalier.plugins.gates;

import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.graph.PluginOp;

/**
 * The probability that an expert is kept when its own noise is drawn anew: with clean logits C, noisy ones H and deviations σ
 * {@code P_i = Φ((C_i - t_i) / σ_i)}, where t_i is the k-th largest of H without H_i (Shazeer et al., ICLR 2017, appendix A).
 * Of equal logits the first count as larger.
 */
final class LoadShares implements PluginOp {
    private static final int CLEAN = 0;
    private static final int NOISY = 1;
    private static final int DEVIATION = 2;

    /** A deviation below is taken for it: a softplus can round to 0. */
    private static final float LEAST = 1e-6f;

    private final int kept;

    /** @param kept how many logits are, fewer than there are */
    LoadShares(int kept) {
        this.kept = kept;
    }

    @Override
    public int features(int... inputs) {
        if (inputs.length != 3 || Arrays.stream(inputs).anyMatch(n -> n != inputs[0]) || inputs[0] <= kept) {
            throw new EspalierException("A load takes clean logits, noisy ones and deviations of more than " + kept
                    + " experts, and it was given " + Arrays.toString(inputs) + ".");
        }
        return inputs[0];
    }

    /** The expert with the k-th largest logit, and the next. */
    @Override
    public int scratch(int... inputs) {
        return 2;
    }

    @Override
    public void forward(float[][][] inputs, float[][] scratch, float[][] output, int count) {
        for (int p = 0; p < count; p++) {
            scratch[0][p] = ranked(inputs[NOISY], p, kept - 1);
            scratch[1][p] = ranked(inputs[NOISY], p, kept);
            for (int e = 0; e < output.length; e++) {
                output[e][p] = (float) normal(distance(inputs, scratch, e, p));
            }
        }
    }

    /** The expert with so many larger logits. */
    private static int ranked(float[][] logits, int position, int larger) {
        for (int e = 0; e < logits.length; e++) {
            int before = 0;
            for (int other = 0; other < logits.length; other++) {
                before += exceeds(logits, other, e, position) ? 1 : 0;
            }
            if (before == larger) {
                return e;
            }
        }
        // Only where a logit is NaN; the loss will tell.
        return 0;
    }

    private static boolean exceeds(float[][] logits, int expert, int other, int position) {
        float a = logits[expert][position];
        float b = logits[other][position];
        return a > b || a == b && expert < other;
    }

    /** The expert whose logit one has to exceed to be kept. */
    private static int rival(float[][][] inputs, float[][] scratch, int expert, int position) {
        int last = (int) scratch[0][position];
        boolean isKept = expert == last || exceeds(inputs[NOISY], expert, last, position);
        return isKept ? (int) scratch[1][position] : last;
    }

    private static double distance(float[][][] inputs, float[][] scratch, int expert, int position) {
        double threshold = inputs[NOISY][rival(inputs, scratch, expert, position)][position];
        return (inputs[CLEAN][expert][position] - threshold) / deviation(inputs, expert, position);
    }

    private static double deviation(float[][][] inputs, int expert, int position) {
        return Math.max(LEAST, inputs[DEVIATION][expert][position]);
    }

    @Override
    public void backward(
            float[][][] inputs,
            float[][] scratch,
            float[][] output,
            float[][] outputGradient,
            float[][][] inputGradients,
            int count) {
        for (float[] gradient : inputGradients[NOISY]) {
            Arrays.fill(gradient, 0, count, 0f);
        }
        for (int e = 0; e < output.length; e++) {
            for (int p = 0; p < count; p++) {
                double z = distance(inputs, scratch, e, p);
                double slope = outputGradient[e][p] * density(z) / deviation(inputs, e, p);
                inputGradients[CLEAN][e][p] = (float) slope;
                inputGradients[NOISY][rival(inputs, scratch, e, p)][p] -= (float) slope;
                inputGradients[DEVIATION][e][p] = inputs[DEVIATION][e][p] > LEAST ? (float) (-slope * z) : 0f;
            }
        }
    }

    private static double density(double x) {
        return StrictMath.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    /** Off by less than 7.5e-8 (Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.17). */
    private static double normal(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double p = 0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)));
        double tail = density(x) * t * p;
        return x < 0 ? tail : 1 - tail;
    }
}
