package org.espalier.plugins.data;

import java.util.Arrays;
import org.espalier.api.border.Examples;

/**
 * Rows of a table.
 *
 * @param width features of one row
 * @param values {@code [rows][width]}
 * @param target what is to be learned
 */
record TableExamples(int width, float[] values, Target target) implements Examples {
    /** What is to be learned of each row. */
    sealed interface Target {
        int rows();
    }

    /**
     * A class of each row.
     *
     * @param labels {@code [rows]}, each in [0, classes)
     */
    record Classes(int classes, int[] labels) implements Target {
        @Override
        public int rows() {
            return labels.length;
        }
    }

    /**
     * A number for each row.
     *
     * @param numbers {@code [rows]}
     */
    record Numbers(float[] numbers) implements Target {
        @Override
        public int rows() {
            return numbers.length;
        }
    }

    /** Another table of this kind, without rows. */
    TableExamples none() {
        return new TableExamples(
                width,
                new float[0],
                switch (target) {
                    case Classes c -> new Classes(c.classes(), new int[0]);
                    case Numbers n -> new Numbers(new float[0]);
                });
    }

    @Override
    public int count() {
        return target.rows();
    }

    @Override
    public void features(int id, float[] out) {
        System.arraycopy(values, id * width, out, 0, width);
    }

    @Override
    public int label(int id) {
        return switch (target) {
            case Classes c -> c.labels()[id];
            case Numbers n -> -1;
        };
    }

    @Override
    public void target(int id, float[] out) {
        switch (target) {
            case Classes c -> {
                Arrays.fill(out, 0, c.classes(), 0f);
                out[c.labels()[id]] = 1f;
            }
            case Numbers n -> out[0] = n.numbers()[id];
        }
    }
}
