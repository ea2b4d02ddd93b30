package org.espalier.plugins.data;

import java.util.Arrays;
import org.espalier.api.border.Examples;

/**
 * The nodes of a graph.
 *
 * @param rows features of all nodes
 * @param labels {@code [nodes]}: a class, or -1 for a node that does not count
 * @param classes how many there are
 */
record NodeExamples(SparseRows rows, int[] labels, int classes) implements Examples {
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
        return labels[id];
    }

    @Override
    public void target(int id, float[] out) {
        Arrays.fill(out, 0, classes, 0f);
        if (labels[id] >= 0) {
            out[labels[id]] = 1f;
        }
    }
}
