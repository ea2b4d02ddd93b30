package org.espalier.testkit;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;

/**
 * Examples every number of which is another, and another again when they are drawn, with their targets.
 *
 * @param width features of an example
 * @param classes the class of an example is its number modulo these
 */
record ChangingExamples(int count, int width, int classes, long seed) implements Examples {
    @Override
    public void features(int id, float[] out) {
        features(id, 0, out);
    }

    @Override
    public void features(int id, long draw, float[] out) {
        long key = RandomStream.bits(seed + draw, id);
        for (int f = 0; f < width; f++) {
            out[f] = (float) RandomStream.normal(key, f);
        }
    }

    @Override
    public int label(int id) {
        return id % classes;
    }

    @Override
    public void target(int id, float[] out) {
        Arrays.fill(out, 0, classes, 0f);
        out[label(id)] = 1f;
    }

    @Override
    public void target(int id, long draw, float[] out) {
        Arrays.fill(out, 0, classes, 0f);
        out[label(id)] += 0.75f;
        out[(int) Long.remainderUnsigned(draw, classes)] += 0.25f;
    }

    @Override
    public boolean mixesTargets() {
        return true;
    }
}
