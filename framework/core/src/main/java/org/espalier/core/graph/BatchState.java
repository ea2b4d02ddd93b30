package org.espalier.core.graph;

/** What changes from one replay of a program to the next, beside the data. */
public final class BatchState {
    private int live;
    private long step;

    /** Examples of the batch that are there; the positions after them are dead. */
    public int live() {
        return live;
    }

    /** The step of training, from 0; operations that draw numbers draw anew in each. */
    public long step() {
        return step;
    }

    public void set(int newLive, long newStep) {
        live = newLive;
        step = newStep;
    }
}
