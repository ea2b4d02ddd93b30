package org.espalier.testkit;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ExampleView;

/** What a phase might know of its examples, in plain arrays: at first, nothing. */
public final class ExampleTable implements ExampleView {
    private final float[] losses;
    private final boolean[] correct;
    private final int[] forgotten;
    private final int[] seen;
    private final RandomStream random;
    private int epoch;

    /**
     * @param examples how many there are, none of which was seen
     */
    public ExampleTable(int examples, RandomStream random) {
        this.losses = new float[examples];
        this.correct = new boolean[examples];
        this.forgotten = new int[examples];
        this.seen = new int[examples];
        this.random = random;
        Arrays.fill(losses, Float.NaN);
    }

    /** Begins another epoch. */
    public ExampleTable inEpoch(int number) {
        epoch = number;
        return this;
    }

    /** An example was seen once more. */
    public ExampleTable see(int id, float loss, boolean right) {
        forgotten[id] += correct[id] && !right ? 1 : 0;
        correct[id] = right;
        losses[id] = loss;
        seen[id]++;
        return this;
    }

    @Override
    public int count() {
        return losses.length;
    }

    @Override
    public int epoch() {
        return epoch;
    }

    @Override
    public int seen(int id) {
        return seen[id];
    }

    @Override
    public float loss(int id) {
        return losses[id];
    }

    @Override
    public boolean correct(int id) {
        return correct[id];
    }

    @Override
    public int forgotten(int id) {
        return forgotten[id];
    }

    @Override
    public RandomStream random() {
        return random;
    }
}
