package org.espalier.core.train;

import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;

/** Brings the batches of an epoch into a program as training sees them, shuffled and changed at random anew in each epoch. */
final class TrainingBatches {
    private final BatchLoader loader;
    private final Sampler sampler;
    private final RandomStream draws;
    private final long perEpoch;
    private long epoch = -1;
    private long held = -1;

    /**
     * @param batch examples in a batch
     * @param inOrder whether batches hold all examples by their ids
     * @param random a stream of its own
     */
    TrainingBatches(Examples examples, int batch, boolean inOrder, Program program, RandomStream random) {
        this(examples, batch, inOrder, program, Optional.empty(), random);
    }

    /**
     * @param batch examples in a batch
     * @param inOrder whether batches hold all examples by their ids
     * @param record says which examples an epoch has; empty: all
     * @param random a stream of its own
     */
    TrainingBatches(
            Examples examples,
            int batch,
            boolean inOrder,
            Program program,
            Optional<ExampleRecord> record,
            RandomStream random) {
        this.loader = new BatchLoader(examples, program);
        this.sampler = new Sampler(examples.count(), batch, inOrder, record, random.fork("sample"));
        this.draws = random.fork("augment");
        this.perEpoch = sampler.perEpoch();
    }

    long perEpoch() {
        return perEpoch;
    }

    /** Whether the batches are those of an epoch. */
    boolean holds(long other) {
        return epoch == other;
    }

    /** The batches are those of no epoch. */
    void forgetEpoch() {
        epoch = -1;
    }

    /** The example at a place of the batch that was loaded last. */
    int loaded(int place) {
        return loader.ids()[place];
    }

    /** Shuffles for an epoch, unless the batches are its already. */
    void startEpoch(long next) {
        if (!holds(next)) {
            epoch = next;
            held = -1;
            sampler.startEpoch(next);
            loader.drawWith(draws.fork(next).key());
        }
    }

    /**
     * Loads a batch of the epoch, unless the program has it already: passes only read what they begin with.
     *
     * @return how many examples it has
     */
    int load(WorkerPool pool, long inEpoch) {
        int live = sampler.size(inEpoch);
        if (held == inEpoch) {
            return live;
        }
        held = inEpoch;
        for (int i = 0; i < live; i++) {
            loader.ids()[i] = sampler.example(inEpoch, i);
        }
        loader.load(pool, live);
        return live;
    }
}
