package org.espalier.core.operation;

import org.espalier.api.backend.Panel;
import org.espalier.core.graph.Plane;

/** The blocks of planes that a product works on: all of them, or those that are an expert's in this batch. */
final class Segment {
    private Panel panel;
    private int first;
    private boolean empty;

    private Segment(Panel panel, boolean empty) {
        this.panel = panel;
        this.empty = empty;
    }

    static Segment whole(Plane plane) {
        return new Segment(plane.panel(), false);
    }

    /** Without blocks for now. */
    static Segment none() {
        return new Segment(new Panel(1, 16), true);
    }

    void set(Panel newPanel, int firstBlock) {
        panel = newPanel;
        first = firstBlock;
        empty = false;
    }

    void clear() {
        empty = true;
    }

    boolean empty() {
        return empty;
    }

    Panel panel() {
        return panel;
    }

    /** Where the first block of a plane of so many features begins. */
    long in(long plane, int features) {
        return plane + 4L * first * features * panel.width();
    }
}
