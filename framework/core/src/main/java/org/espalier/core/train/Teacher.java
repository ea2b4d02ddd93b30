package org.espalier.core.train;

import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.graph.Objective;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;

/** Answers the batches of a program with another network, as an evaluation sees it. */
final class Teacher implements AutoCloseable {
    private final Program asked;
    private final Program program;
    private final Plane answers;
    private final WorkerPool pool;

    /**
     * @param asked has a plane for what a teacher gives
     * @param capacity most examples of a batch
     */
    Teacher(FrozenNetwork network, Program asked, Engine engine, int capacity) {
        this.asked = asked;
        this.answers = asked.teacher().orElseThrow();
        this.pool = engine.pool();
        this.program = new Program(
                network.network(),
                network.model(),
                Objective.none(),
                engine.kernels(),
                pool,
                capacity,
                Optional.empty());
        if (asked.input().bytes() != program.input().bytes()
                || answers.bytes() != program.output().bytes()) {
            program.close();
            throw new EspalierException("The teacher's batches do not lie in memory as those of the network do.");
        }
    }

    /**
     * Answers the batch in the asking program's input.
     *
     * @param live how many examples it has
     */
    void answer(int live) {
        NativeMemory.copy(
                asked.input().address(),
                program.input().address(),
                asked.input().bytes());
        program.forward(live, 0);
        NativeMemory.copy(program.output().address(), answers.address(), answers.bytes());
    }

    @Override
    public void close() {
        program.close();
    }
}
