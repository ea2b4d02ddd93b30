package org.espalier.core.train;

import java.util.function.Consumer;
import org.espalier.core.run.RunEvent;

/** Tells a listener a few times a second how a phase goes. */
final class ProgressReport {
    private static final long NANOS_BETWEEN = 200_000_000L;

    private final PhaseSpec spec;
    private final Consumer<RunEvent> listener;
    private double loss;
    private long steps;
    private long last;

    ProgressReport(PhaseSpec spec, Consumer<RunEvent> listener) {
        this.spec = spec;
        this.listener = listener;
    }

    void start(long now) {
        last = now;
    }

    /** Counts a step; whether it is time to tell. */
    boolean due(double stepLoss, long now, boolean always) {
        loss += stepLoss;
        steps++;
        return always || now - last > NANOS_BETWEEN;
    }

    void send(long step, double sparsity, long now) {
        double seconds = Math.max(1e-9, (now - last) / 1e9);
        long perEpoch = spec.stepsPerEpoch();
        listener.accept(new RunEvent.Progress(
                spec.name(),
                step,
                spec.steps(),
                (int) ((step - 1) / perEpoch) + 1,
                (int) ((spec.steps() + perEpoch - 1) / perEpoch),
                loss / steps,
                steps / seconds,
                sparsity));
        loss = 0;
        steps = 0;
        last = now;
    }
}
