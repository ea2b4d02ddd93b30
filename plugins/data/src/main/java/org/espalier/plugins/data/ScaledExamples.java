package org.espalier.plugins.data;

import org.espalier.api.border.Examples;

/**
 * Every feature times one factor, plus one shift.
 *
 * @param inner what is scaled
 * @param width features of one example
 */
record ScaledExamples(Examples inner, int width, float scale, float shift) implements DrawnExamples {
    @Override
    public void features(int id, float[] out) {
        inner.features(id, out);
        scale(out);
    }

    @Override
    public void features(int id, long draw, float[] out) {
        inner.features(id, draw, out);
        scale(out);
    }

    private void scale(float[] out) {
        float times = scale;
        float plus = shift;
        for (int f = 0; f < width; f++) {
            out[f] = out[f] * times + plus;
        }
    }
}
