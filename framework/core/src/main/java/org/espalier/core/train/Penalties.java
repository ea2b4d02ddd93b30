package org.espalier.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.run.RunEvent;

/** The penalties of a phase, in the order of the recipe. */
final class Penalties {
    private final List<Penalty> penalties = new ArrayList<>();
    private final WorkerPool pool;

    /**
     * @param masks by name
     */
    Penalties(StepSpec step, Network network, WorkerPool pool, Function<String, ChannelMask> masks) {
        this.pool = pool;
        step.penalties().forEach(spec -> penalties.add(new Penalty(spec, network, step, masks)));
    }

    /** Takes up parameters whose storage changed. */
    void bind() {
        penalties.forEach(Penalty::bind);
    }

    /** Before the optimizer. */
    void addGradients(double learningRate) {
        for (int i = 0; i < penalties.size(); i++) {
            penalties.get(i).addGradient(pool, learningRate);
        }
    }

    /**
     * After the optimizer.
     *
     * @param step from 1
     */
    void step(long step, double learningRate) {
        for (int i = 0; i < penalties.size(); i++) {
            penalties.get(i).step(pool, step, learningRate);
        }
    }

    /** How things stand after a step. */
    List<RunEvent> told(String phase, long step) {
        return penalties.stream()
                .map(penalty -> penalty.told(pool, phase, step))
                .toList();
    }
}
