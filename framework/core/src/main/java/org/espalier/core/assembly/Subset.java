package org.espalier.core.assembly;

import org.espalier.api.border.Examples;

/** Some examples of others. */
record Subset(Examples whole, int[] ids) implements Examples {
    /** No examples, of the same kind. */
    static Subset none(Examples whole) {
        return new Subset(whole, new int[0]);
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
    public void features(int id, long draw, float[] out) {
        whole.features(ids[id], draw, out);
    }

    @Override
    public int label(int id) {
        return whole.label(ids[id]);
    }

    @Override
    public int positions() {
        return whole.positions();
    }

    @Override
    public void labels(int id, int[] out) {
        whole.labels(ids[id], out);
    }

    @Override
    public void target(int id, float[] out) {
        whole.target(ids[id], out);
    }

    @Override
    public void target(int id, long draw, float[] out) {
        whole.target(ids[id], draw, out);
    }

    @Override
    public boolean mixesTargets() {
        return whole.mixesTargets();
    }
}
