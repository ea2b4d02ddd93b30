package org.espalier.plugins.data;

import java.util.Arrays;
import org.espalier.api.border.Examples;

/**
 * Labelled examples whose features are unsigned bytes, delivered as {@code byte / 255}.
 *
 * @param features features of one example
 * @param classes how many classes there are
 * @param bytes {@code [examples][features]}
 * @param labels {@code [examples]}, each in [0, classes)
 */
record ByteExamples(int features, int classes, byte[] bytes, byte[] labels) implements Examples {
    private static final float[] UNIT = unit();

    ByteExamples {
        if (bytes.length != (long) features * labels.length) {
            throw new IllegalArgumentException(
                    labels.length + " examples of " + features + " features cannot have " + bytes.length + " bytes");
        }
    }

    @Override
    public int count() {
        return labels.length;
    }

    @Override
    public void features(int id, float[] out) {
        byte[] from = bytes;
        float[] unit = UNIT;
        int base = id * features;
        for (int f = 0; f < features; f++) {
            out[f] = unit[from[base + f] & 0xff];
        }
    }

    @Override
    public int label(int id) {
        return labels[id] & 0xff;
    }

    @Override
    public void target(int id, float[] out) {
        Arrays.fill(out, 0, classes, 0f);
        out[label(id)] = 1f;
    }

    /** No examples at all. */
    static ByteExamples none(int features, int classes) {
        return new ByteExamples(features, classes, new byte[0], new byte[0]);
    }

    /** A digest over features and labels. */
    String digest() {
        return InputFile.digest(bytes, labels);
    }

    private static float[] unit() {
        float[] unit = new float[256];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = i / 255f;
        }
        return unit;
    }
}
