package org.espalier.plugins.data;

import org.espalier.api.border.Examples;

/**
 * Examples that are their own targets.
 *
 * @param inner whose features they are
 */
record ReconstructedExamples(Examples inner) implements Examples {
    @Override
    public int count() {
        return inner.count();
    }

    @Override
    public void features(int id, float[] out) {
        inner.features(id, out);
    }

    @Override
    public void features(int id, long draw, float[] out) {
        inner.features(id, draw, out);
    }

    @Override
    public int label(int id) {
        return -1;
    }

    @Override
    public void target(int id, float[] out) {
        inner.features(id, out);
    }
}
