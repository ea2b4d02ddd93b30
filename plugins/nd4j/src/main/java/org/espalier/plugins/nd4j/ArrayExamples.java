package org.espalier.plugins.nd4j;

import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Examples;

/**
 * Examples that lie in arrays.
 *
 * @param shape of one example: {@code [features]} or {@code [height, width, channels]}
 * @param width features of one example
 * @param values {@code [examples][width]}
 * @param targets {@code [examples]}: labels or numbers
 * @param classes how many classes; 0: the targets are numbers
 */
record ArrayExamples(int[] shape, int width, float[] values, float[] targets, int classes) implements Examples {
    private static final int MOST_CLASSES = 1 << 16;

    /**
     * Pairs features with targets.
     *
     * @param classes how many classes there are; 0: as many as the targets ask for
     */
    static ArrayExamples of(String file, NpyArray features, NpyArray targets, int classes) {
        int[] s = features.shape();
        if (s.length < 2 || s.length > 4) {
            throw new EspalierException(file + ": features need 2 to 4 dimensions, the first counting examples; found "
                    + Arrays.toString(s) + ".");
        }
        if (targets.values().length != s[0]) {
            throw new EspalierException(file + ": " + s[0] + " examples, but targets of shape "
                    + Arrays.toString(targets.shape()) + "; there must be one target for each example.");
        }
        int[] shape = s.length == 3 ? new int[] {s[1], s[2], 1} : Arrays.copyOfRange(s, 1, s.length);
        for (int i = 0; i < features.values().length; i++) {
            if (!Float.isFinite(features.values()[i])) {
                throw new EspalierException(file + ": feature " + i % (features.values().length / s[0]) + " of example "
                        + i / (features.values().length / s[0]) + " is " + features.values()[i]
                        + "; a finite number is needed.");
            }
        }
        int found = targets.whole() ? classes(file, targets.values(), classes > 0 ? classes : MOST_CLASSES) : 0;
        return new ArrayExamples(
                shape,
                features.values().length / s[0],
                features.values(),
                targets.values(),
                classes > 0 ? classes : found);
    }

    private static int classes(String file, float[] labels, int limit) {
        int highest = 0;
        for (int id = 0; id < labels.length; id++) {
            if (labels[id] < 0 || labels[id] >= limit) {
                throw new EspalierException(file + ": label " + (long) labels[id] + " of example " + id
                        + " is out of range; labels must be in [0, " + limit + ").");
            }
            highest = Math.max(highest, (int) labels[id]);
        }
        return highest + 1;
    }

    ArrayExamples none() {
        return new ArrayExamples(shape, width, new float[0], new float[0], classes);
    }

    @Override
    public int count() {
        return targets.length;
    }

    @Override
    public void features(int id, float[] out) {
        System.arraycopy(values, id * width, out, 0, width);
    }

    @Override
    public int label(int id) {
        return classes > 0 ? (int) targets[id] : -1;
    }

    @Override
    public void target(int id, float[] out) {
        if (classes > 0) {
            Arrays.fill(out, 0, classes, 0f);
            out[(int) targets[id]] = 1f;
        } else {
            out[0] = targets[id];
        }
    }
}
