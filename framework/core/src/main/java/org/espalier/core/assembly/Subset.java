package org.espalier.core.assembly;

import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;

/** Some examples of others. */
record Subset(Examples whole, int[] ids) implements Examples {
    /** No examples, of the same kind. */
    static Subset none(Examples whole) {
        return new Subset(whole, new int[0]);
    }

    /** A permutation of 0 … count - 1. */
    static int[] shuffled(int count, RandomStream random) {
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = i;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = (int) random.below(i + 1L, i);
            int other = ids[j];
            ids[j] = ids[i];
            ids[i] = other;
        }
        return ids;
    }

    @Override
    public int count() {
        return ids.length;
    }

    @Override
    public void features(int id, float[] out) {
        whole.features(ids[id], out);
    }

    @Override
    public int label(int id) {
        return whole.label(ids[id]);
    }

    @Override
    public void target(int id, float[] out) {
        whole.target(ids[id], out);
    }
}
