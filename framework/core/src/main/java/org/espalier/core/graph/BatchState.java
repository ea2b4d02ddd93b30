package org.espalier.core.graph;

/** What changes from one replay of a program to the next, beside the data. */
public final class BatchState {
    private int live;
    private long step;
    private boolean first = true;

    /** Examples of the batch that are there; the positions after them are dead. */
    public int live() {
        return live;
    }

    /** The step of training, from 0; operations that draw numbers draw anew in each. */
    public long step() {
        return step;
    }

    /** Whether the batch is the first of those whose gradients make a step. */
    public boolean first() {
        return first;
    }

    public void set(int newLive, long newStep, boolean begins) {
        live = newLive;
        step = newStep;
        first = begins;
    }
}
