package org.espalier.core.train;

import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;

/**
 * The loss and gradients of a step: of one batch, or the mean of several, of as many as are left at the end of an epoch.
 *
 * <p>A batch's noise is drawn by its number in the phase, so that every batch of a step has its own.
 */
final class StepGradients implements AutoCloseable {
    private final Program program;
    private final Optional<Teacher> teacher;
    private final WorkerPool pool;
    private final TrainingBatches drawn;
    private final int batches;
    private final long stepsPerEpoch;
    private final Optional<Accumulation> accumulation;

    /**
     * @param inOrder whether batches hold all examples by their ids
     * @param teacher answers every batch of the program
     * @param random the stream of the phase
     */
    StepGradients(
            PhaseSpec spec,
            Examples examples,
            boolean inOrder,
            Network network,
            Program program,
            Optional<Teacher> teacher,
            WorkerPool pool,
            RandomStream random) {
        this.program = program;
        this.teacher = teacher;
        this.pool = pool;
        this.drawn = new TrainingBatches(examples, spec.batch(), inOrder, program, random);
        this.batches = spec.step().accumulate();
        this.stepsPerEpoch = spec.stepsPerEpoch();
        this.accumulation = batches == 1 ? Optional.empty() : Optional.of(new Accumulation(network));
    }

    void startEpoch(long epoch) {
        drawn.startEpoch(epoch);
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        if (accumulation.isPresent()) {
            accumulation.get().bind();
        }
    }

    /** The loss of the step's first batch; gradients stay as they are. */
    double begin(long step) {
        return forward(step, 0);
    }

    /**
     * Computes the gradients of the step that was begun.
     *
     * @param loss of its first batch
     * @return the mean loss of its batches
     * @throws Diverged when the loss of a further batch is not finite
     */
    double complete(long step, double loss) {
        program.backward();
        long first = step % stepsPerEpoch * batches;
        int count = (int) Math.min(batches, drawn.perEpoch() - first);
        if (accumulation.isEmpty() || count == 1) {
            return loss;
        }
        int counted = program.counted();
        double sum = loss * counted;
        long total = counted;
        accumulation.get().add(pool, counted, true, false);
        for (int i = 1; i < count; i++) {
            double next = forward(step, i);
            Diverged.requireFinite("The loss", next);
            counted = program.counted();
            sum += next * counted;
            total += counted;
            program.backward();
            accumulation.get().add(pool, counted, false, i == count - 1);
        }
        return sum / Math.max(1, total);
    }

    private double forward(long step, int number) {
        int live = drawn.load(pool, step % stepsPerEpoch * batches + number);
        if (teacher.isPresent()) {
            teacher.get().answer(live);
        }
        return program.forward(live, step * batches + number);
    }

    @Override
    public void close() {
        accumulation.ifPresent(Accumulation::close);
    }
}
