package org.espalier.core.train;

import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;

/**
 * The loss and gradients of one batch of further data in each step. It has planes of its own, so that those of the main data
 * stay as they are, and an order of its own: which batch comes in a step is a function of the step.
 */
final class StreamPass implements AutoCloseable {
    private final StreamSpec spec;
    private final WorkerPool pool;
    private final Program program;
    private final TrainingBatches drawn;
    private final String what;
    private double loss;

    /**
     * @param random the stream of the phase
     */
    StreamPass(StreamSpec spec, Examples examples, Network network, Model model, Engine engine, RandomStream random) {
        this.spec = spec;
        this.pool = engine.pool();
        RandomStream own = random.fork("stream/" + spec.name());
        this.program = new Program(
                network,
                model,
                spec.objective(model),
                engine.kernels(),
                pool,
                spec.batch(),
                Optional.of(own.fork("noise")));
        this.drawn = new TrainingBatches(examples, spec.batch(), false, program, own);
        this.what = "The loss on '" + spec.name() + "'";
    }

    void bind() {
        program.bind();
    }

    boolean startsEpoch(long step) {
        return !drawn.holds(step / drawn.perEpoch());
    }

    void startEpoch(long step) {
        drawn.startEpoch(step / drawn.perEpoch());
    }

    /**
     * Leaves the gradients of the step's batch with the parameters.
     *
     * @param backward if not, it leaves them as they are
     * @throws Diverged when the loss is not finite
     */
    void compute(long step, boolean backward) {
        loss = forward(step);
        Diverged.requireFinite(what, loss);
        if (backward) {
            program.backward();
        }
    }

    /** The loss of the step's batch, without the weight. */
    double forward(long step) {
        return program.forward(drawn.load(pool, step % drawn.perEpoch()), step);
    }

    /** The loss {@link #compute} found last, without the weight. */
    double loss() {
        return loss;
    }

    /** What loss and gradients count. */
    double weight() {
        return spec.weight().value();
    }

    @Override
    public void close() {
        program.close();
    }
}
