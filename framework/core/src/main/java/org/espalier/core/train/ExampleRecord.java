package org.espalier.core.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.ExampleView;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;

/**
 * What a phase knows of each training example, and which of them its epoch has. What a step finds out counts when the step is
 * over, and can be taken back with it.
 */
final class ExampleRecord implements RunState, ExampleView {
    private static final int NO_EPOCH = -1;

    private final ExampleSampler sampler;
    private final RandomStream random;
    private final float[] loss;
    private final int[] seen;
    private final int[] forgotten;
    private final int[] correct;
    private int epoch = NO_EPOCH;
    private int[] chosen;
    /** Those of the epoch before, for a step that is taken back. */
    private int epochBefore = NO_EPOCH;

    private int[] chosenBefore;
    private final Step now;
    private final Step last;

    /**
     * @param examples how many there are
     * @param mostInStep examples of a step
     * @param random a stream of its own
     */
    ExampleRecord(ExampleSampler sampler, int examples, int mostInStep, RandomStream random) {
        this.sampler = sampler;
        this.random = random;
        this.loss = new float[examples];
        this.seen = new int[examples];
        this.forgotten = new int[examples];
        this.correct = new int[examples];
        this.chosen = new int[sampler.size(examples)];
        this.chosenBefore = new int[chosen.length];
        this.now = new Step(mostInStep);
        this.last = new Step(mostInStep);
        Arrays.fill(loss, Float.NaN);
    }

    /** Examples of a step: what is found out about them, or what was known before. */
    private static final class Step {
        private final int[] ids;
        private final float[] losses;
        private final int[] seen;
        private final int[] forgotten;
        private final int[] correct;
        private int count;

        Step(int most) {
            ids = new int[most];
            losses = new float[most];
            seen = new int[most];
            forgotten = new int[most];
            correct = new int[most];
        }
    }

    /** How many examples an epoch has. */
    int size() {
        return chosen.length;
    }

    /** The examples of an epoch, which are chosen now if they were not before; {@code [size()]}. */
    int[] chosen(long wanted) {
        if (epoch != wanted) {
            int[] other = chosenBefore;
            chosenBefore = chosen;
            epochBefore = epoch;
            chosen = other;
            epoch = (int) wanted;
            sampler.choose(this, chosen);
        }
        return chosen;
    }

    /** What a step finds out begins. */
    void beginStep() {
        now.count = 0;
    }

    /**
     * An example of the step that is made, in its first pass.
     *
     * @param found its loss
     */
    void note(int id, float found, boolean right) {
        now.ids[now.count] = id;
        now.losses[now.count] = found;
        now.correct[now.count] = right ? 1 : 0;
        now.count++;
    }

    /** The step is over. */
    void endStep() {
        last.count = now.count;
        for (int i = 0; i < now.count; i++) {
            int id = now.ids[i];
            last.ids[i] = id;
            last.losses[i] = loss[id];
            last.seen[i] = seen[id];
            last.forgotten[i] = forgotten[id];
            last.correct[i] = correct[id];
            forgotten[id] += correct[id] > now.correct[i] ? 1 : 0;
            correct[id] = now.correct[i];
            loss[id] = now.losses[i];
            seen[id]++;
        }
    }

    /**
     * Nothing of the last step counts.
     *
     * @param wanted the epoch of that step
     */
    void takeBack(long wanted) {
        for (int i = 0; i < last.count; i++) {
            int id = last.ids[i];
            loss[id] = last.losses[i];
            seen[id] = last.seen[i];
            forgotten[id] = last.forgotten[i];
            correct[id] = last.correct[i];
        }
        last.count = 0;
        if (epoch != wanted && epochBefore == wanted) {
            int[] other = chosen;
            chosen = chosenBefore;
            epoch = epochBefore;
            chosenBefore = other;
            epochBefore = NO_EPOCH;
        }
    }

    @Override
    public int count() {
        return loss.length;
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
        return loss[id];
    }

    @Override
    public boolean correct(int id) {
        return correct[id] > 0;
    }

    @Override
    public int forgotten(int id) {
        return forgotten[id];
    }

    @Override
    public RandomStream random() {
        return random;
    }

    @Override
    public String stateName() {
        return "examples";
    }

    /** Losses are the bits of floats. */
    @Override
    public void save(StateWriter out) {
        out.put("epoch", epoch);
        out.ints("chosen", chosen);
        out.ints(
                "loss",
                IntStream.range(0, loss.length)
                        .map(i -> Float.floatToRawIntBits(loss[i]))
                        .toArray());
        out.ints("seen", seen);
        out.ints("forgotten", forgotten);
        out.ints("correct", correct);
    }

    @Override
    public void restore(StateReader in) {
        epoch = (int) in.whole("epoch");
        epochBefore = NO_EPOCH;
        now.count = 0;
        last.count = 0;
        read(in, "chosen", chosen);
        read(in, "seen", seen);
        read(in, "forgotten", forgotten);
        read(in, "correct", correct);
        int[] bits = new int[loss.length];
        read(in, "loss", bits);
        for (int i = 0; i < bits.length; i++) {
            loss[i] = Float.intBitsToFloat(bits[i]);
        }
    }

    private static void read(StateReader in, String name, int[] to) {
        int[] stored = in.ints(name);
        if (stored.length != to.length) {
            throw in.misfit("has '" + name + "' of " + stored.length + " examples instead of " + to.length);
        }
        System.arraycopy(stored, 0, to, 0, to.length);
    }
}
