package org.espalier.plugins.data;

import org.espalier.api.border.Examples;

/**
 * Every feature less its own mean, times its own factor.
 *
 * @param inner what is standardized
 * @param means {@code [features]}
 * @param factors {@code [features]}: one over the deviation
 */
record StandardizedExamples(Examples inner, float[] means, float[] factors) implements DrawnExamples {
    @Override
    public void features(int id, float[] out) {
        inner.features(id, out);
        standardize(out);
    }

    @Override
    public void features(int id, long draw, float[] out) {
        inner.features(id, draw, out);
        standardize(out);
    }

    private void standardize(float[] out) {
        float[] mean = means;
        float[] factor = factors;
        for (int f = 0; f < mean.length; f++) {
            out[f] = (out[f] - mean[f]) * factor[f];
        }
    }
}
