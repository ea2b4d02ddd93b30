package org.espalier.plugins.data;

import java.util.Arrays;
import org.espalier.api.border.Examples;

/**
 * Rows of a table of which most numbers are zero.
 *
 * @param rows the features
 * @param target what is to be learned
 */
record SparseExamples(SparseRows rows, TableExamples.Target target) implements Examples {
    @Override
    public int count() {
        return rows.rows();
    }

    @Override
    public void features(int id, float[] out) {
        rows.write(id, out);
    }

    @Override
    public int label(int id) {
        return switch (target) {
            case TableExamples.Classes c -> c.labels()[id];
            case TableExamples.Numbers n -> -1;
        };
    }

    @Override
    public void target(int id, float[] out) {
        switch (target) {
            case TableExamples.Classes c -> {
                Arrays.fill(out, 0, c.classes(), 0f);
                out[c.labels()[id]] = 1f;
            }
            case TableExamples.Numbers n -> out[0] = n.numbers()[id];
        }
    }
}
