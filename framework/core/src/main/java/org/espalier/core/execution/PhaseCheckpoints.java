package org.espalier.core.execution;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.espalier.api.EspalierException;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.checkpoint.Position;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.json.Json;
import org.espalier.core.model.Network;
import org.espalier.core.plan.CheckpointPlan;
import org.espalier.core.run.RunEvent;
import org.espalier.core.train.CheckpointSink;
import org.espalier.core.train.PhaseSpec;

/**
 * Writes the checkpoints of one phase. As often as the recipe says; when it says nothing, about once a minute, and never so
 * often that more than a fiftieth of the time goes into it. A phase that may be rolled back has one at its start and, when
 * the recipe says nothing, one at the end of each epoch, because what it goes back to must not depend on time.
 */
final class PhaseCheckpoints implements CheckpointSink {
    private static final long MINUTE = 60_000_000_000L;
    private static final long SHARE = 50;

    private final CheckpointStore store;
    private final PhaseSpec phase;
    private final int number;
    private final Json identity;
    private final List<RunState> ofRun;
    private final KeptNetworks kept;
    private final long[] keptSteps;
    private final Supplier<Path> metrics;
    private final Consumer<RunEvent> listener;
    private final long every;
    private final boolean rollback;
    private long last = System.nanoTime();
    private long pause = MINUTE;

    /**
     * @param number which phase it is, from 0
     * @param identity what made the run
     * @param ofRun state that outlives the phase
     * @param kept where networks for later phases go
     * @param metrics the run's metrics, written down
     */
    PhaseCheckpoints(
            CheckpointStore store,
            CheckpointPlan plan,
            PhaseSpec phase,
            int number,
            Json identity,
            List<RunState> ofRun,
            KeptNetworks kept,
            Supplier<Path> metrics,
            Consumer<RunEvent> listener) {
        this.store = store;
        this.phase = phase;
        this.number = number;
        this.identity = identity;
        this.ofRun = List.copyOf(ofRun);
        this.kept = kept;
        this.keptSteps = kept.steps(number).stream().mapToLong(Long::longValue).toArray();
        this.metrics = metrics;
        this.listener = listener;
        this.rollback = phase.onDivergence().rollback();
        this.every = plan.every()
                .map(span -> Math.max(1, span.toSteps(phase.stepsPerEpoch(), phase.steps())))
                .orElse(rollback ? phase.stepsPerEpoch() : 0L);
    }

    @Override
    public boolean due(long step) {
        if (step == 0) {
            return rollback;
        }
        return every > 0 ? step % every == 0 : System.nanoTime() - last > pause;
    }

    @Override
    public void write(long step, boolean scheduled, List<RunState> states) {
        long begin = System.nanoTime();
        List<RunState> all = new ArrayList<>(states);
        all.addAll(ofRun);
        Path folder = store.write(new Position(phase.name(), number, step, scheduled), identity, all, metrics.get());
        last = System.nanoTime();
        pause = Math.max(MINUTE, SHARE * (last - begin));
        listener.accept(new RunEvent.CheckpointWritten(phase.name(), step, folder, (last - begin) / 1e9));
    }

    /** The end is kept when the phase is over: with an average, its network is another then. */
    @Override
    public boolean keeps(long step) {
        return step < phase.steps() && wants(step);
    }

    @Override
    public void keep(long step, Network network) {
        kept.keep(number, step, network);
    }

    /** Keeps the network of the end, if a later phase wants it. */
    void keepEnd(Network network) {
        if (wants(phase.steps())) {
            keep(phase.steps(), network);
        }
    }

    private boolean wants(long step) {
        return Arrays.binarySearch(keptSteps, step) >= 0;
    }

    @Override
    public StoredCheckpoint rollbackTarget() {
        Path newest = store.newestScheduled()
                .orElseThrow(() -> new EspalierException(
                        "The phase '" + phase.name() + "' cannot be rolled back: there is no checkpoint of it."));
        StoredCheckpoint stored = StoredCheckpoint.read(newest);
        if (stored.position().number() != number) {
            throw new EspalierException("The phase '" + phase.name() + "' cannot be rolled back: the newest checkpoint "
                    + newest + " is of another phase.");
        }
        return stored;
    }
}
