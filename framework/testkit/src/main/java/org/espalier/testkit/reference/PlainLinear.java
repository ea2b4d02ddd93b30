package org.espalier.testkit.reference;

/** The three products of a linear layer. Planes are {@code [features][positions]}. */
public final class PlainLinear {
    private PlainLinear() {}

    /** {@code out[r][p] = bias[r] + Σ_c weight[r][c] in[c][p]}. */
    public static double[][] product(double[][] weight, double[][] in, double[] bias) {
        int positions = in.length == 0 ? 0 : in[0].length;
        double[][] out = new double[weight.length][positions];
        for (int r = 0; r < weight.length; r++) {
            for (int p = 0; p < positions; p++) {
                double sum = bias[r];
                for (int c = 0; c < in.length; c++) {
                    sum += weight[r][c] * in[c][p];
                }
                out[r][p] = sum;
            }
        }
        return out;
    }

    /** {@code inGradient[c][p] = Σ_r weight[r][c] outGradient[r][p]}. */
    public static double[][] inputGradient(double[][] weight, double[][] outGradient) {
        double[][] gradient = new double[weight[0].length][outGradient[0].length];
        for (int c = 0; c < gradient.length; c++) {
            for (int p = 0; p < gradient[c].length; p++) {
                for (int r = 0; r < weight.length; r++) {
                    gradient[c][p] += weight[r][c] * outGradient[r][p];
                }
            }
        }
        return gradient;
    }

    /** {@code gradient[r][c] = Σ_p outGradient[r][p] in[c][p]}. */
    public static double[][] weightGradient(double[][] outGradient, double[][] in) {
        double[][] gradient = new double[outGradient.length][in.length];
        for (int r = 0; r < outGradient.length; r++) {
            for (int c = 0; c < in.length; c++) {
                for (int p = 0; p < in[c].length; p++) {
                    gradient[r][c] += outGradient[r][p] * in[c][p];
                }
            }
        }
        return gradient;
    }

    /** {@code gradient[r] = Σ_p outGradient[r][p]}. */
    public static double[] biasGradient(double[][] outGradient) {
        double[] gradient = new double[outGradient.length];
        for (int r = 0; r < outGradient.length; r++) {
            for (double slope : outGradient[r]) {
                gradient[r] += slope;
            }
        }
        return gradient;
    }
}
