package org.espalier.plugins.data;

import org.espalier.api.border.Examples;

/**
 * Examples without gaps.
 *
 * @param inner what may lack features: they are NaN
 * @param fill {@code [features]}: what takes their place
 */
record FilledExamples(Examples inner, float[] fill) implements DrawnExamples {
    @Override
    public void features(int id, float[] out) {
        inner.features(id, out);
        fill(out);
    }

    @Override
    public void features(int id, long draw, float[] out) {
        inner.features(id, draw, out);
        fill(out);
    }

    private void fill(float[] out) {
        for (int f = 0; f < fill.length; f++) {
            if (Float.isNaN(out[f])) {
                out[f] = fill[f];
            }
        }
    }
}
