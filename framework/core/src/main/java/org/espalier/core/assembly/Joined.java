package org.espalier.core.assembly;

import org.espalier.api.border.Examples;

/** Examples of two lists, one after the other. */
record Joined(Examples first, Examples second) implements Examples {
    @Override
    public int count() {
        return first.count() + second.count();
    }

    @Override
    public void features(int id, float[] out) {
        if (id < first.count()) {
            first.features(id, out);
        } else {
            second.features(id - first.count(), out);
        }
    }

    @Override
    public void features(int id, long draw, float[] out) {
        if (id < first.count()) {
            first.features(id, draw, out);
        } else {
            second.features(id - first.count(), draw, out);
        }
    }

    @Override
    public int label(int id) {
        return id < first.count() ? first.label(id) : second.label(id - first.count());
    }

    @Override
    public int positions() {
        return first.positions();
    }

    @Override
    public void labels(int id, int[] out) {
        if (id < first.count()) {
            first.labels(id, out);
        } else {
            second.labels(id - first.count(), out);
        }
    }

    @Override
    public void target(int id, float[] out) {
        if (id < first.count()) {
            first.target(id, out);
        } else {
            second.target(id - first.count(), out);
        }
    }

    @Override
    public void target(int id, long draw, float[] out) {
        if (id < first.count()) {
            first.target(id, draw, out);
        } else {
            second.target(id - first.count(), draw, out);
        }
    }

    @Override
    public boolean mixesTargets() {
        return first.mixesTargets() || second.mixesTargets();
    }
}
