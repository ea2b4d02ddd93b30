package org.espalier.core.operation;

/**
 * The Sinkhorn normalisation of a square matrix (Sinkhorn and Knopp, Pacific Journal of Mathematics, 1967; as a relaxed
 * permutation Mena et al., "Learning Latent Permutations with Gumbel-Sinkhorn Networks", ICLR 2018): rows of {@code exp(A / τ)}
 * are divided by their sums, then columns, and so on. In logarithms, so that no temperature is too low. Keeps every half
 * round for the way back.
 */
final class Sinkhorn {
    private final int size;
    private final double[][] halves;
    private int rounds;
    private double temperature;

    /** @param mostRounds of a column for each row */
    Sinkhorn(int size, int mostRounds) {
        this.size = size;
        this.halves = new double[2 * mostRounds + 1][size * size];
    }

    /**
     * Normalises.
     *
     * @param scores {@code [size][size]}
     * @param out {@code [size][size]}; columns sum to 1, rows nearly
     */
    void forward(double[] scores, double newTemperature, int newRounds, double[] out) {
        temperature = newTemperature;
        rounds = newRounds;
        for (int i = 0; i < scores.length; i++) {
            halves[0][i] = scores[i] / temperature;
        }
        for (int half = 0; half < 2 * rounds; half++) {
            boolean rows = half % 2 == 0;
            for (int line = 0; line < size; line++) {
                normalise(halves[half], halves[half + 1], rows ? line * size : line, rows ? 1 : size);
            }
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = StrictMath.exp(halves[2 * rounds][i]);
        }
    }

    private void normalise(double[] from, double[] to, int first, int stride) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, from[first + i * stride]);
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += StrictMath.exp(from[first + i * stride] - largest);
        }
        double logSum = largest + StrictMath.log(sum);
        for (int i = 0; i < size; i++) {
            to[first + i * stride] = from[first + i * stride] - logSum;
        }
    }

    /**
     * From the gradient by what the last {@link #forward} gave, that by the scores.
     *
     * @param gradient {@code [size][size]}; becomes the result
     */
    void backward(double[] gradient) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= StrictMath.exp(halves[2 * rounds][i]);
        }
        for (int half = 2 * rounds - 1; half >= 0; half--) {
            boolean rows = half % 2 == 0;
            for (int line = 0; line < size; line++) {
                back(halves[half + 1], gradient, rows ? line * size : line, rows ? 1 : size);
            }
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= temperature;
        }
    }

    private void back(double[] normalised, double[] gradient, int first, int stride) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += gradient[first + i * stride];
        }
        for (int i = 0; i < size; i++) {
            gradient[first + i * stride] -= StrictMath.exp(normalised[first + i * stride]) * sum;
        }
    }
}
