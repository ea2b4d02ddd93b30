package org.espalier.core.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Metric;
import org.espalier.core.model.Network;
import org.espalier.core.program.LossOperation;
import org.espalier.core.program.LossTrace;
import org.espalier.core.program.Program;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;

/**
 * Runs one phase. The loop, with the points of a step in their order:
 *
 * <pre>
 * for each step
 *     start of an epoch        shuffle
 *     before the step          turn the dials
 *     draw                     load the batch
 *     forward, backward
 *     after backward           rules that read gradients move links; they take the optimizer's place
 *     optimizer                values and slots, transposed copies
 *     after the step           other rules move links
 *     end of an epoch          measure the watched split
 * end of the phase             measure every split
 * </pre>
 */
public final class PhaseRun implements AutoCloseable {
    private static final long NANOS_BETWEEN_PROGRESS = 200_000_000L;

    private final PhaseSpec spec;
    private final Network network;
    private final TrainingData data;
    private final Engine engine;
    private final Consumer<RunEvent> listener;
    private final RunControl control;
    private final Program program;
    private final BatchLoader loader;
    private final Sampler sampler;
    private final ParameterUpdate optimizer;
    private final TopologyUpdate topology;
    private final Evaluation evaluation;
    private final Exploration exploration;
    private final AllocationMeter allocation;
    private final StepTimes times = new StepTimes();
    private final List<RunSummary.EpochRow> epochs = new ArrayList<>();
    private final Map<String, Map<String, Double>> watched = new LinkedHashMap<>();
    private long step;
    private long updates;
    private double epochLoss;
    private double progressLoss;
    private long progressSteps;
    private long progressAt;

    /**
     * @param network already as sparse as the phase's rules want it at the start
     * @param random the stream of this phase
     * @param measured metrics by name
     */
    public PhaseRun(
            PhaseSpec spec,
            Network network,
            TrainingData data,
            Engine engine,
            RandomStream random,
            Map<String, Metric> measured,
            Consumer<RunEvent> listener,
            RunControl control) {
        this.spec = spec;
        this.network = network;
        this.data = data;
        this.engine = engine;
        this.listener = listener;
        this.control = control;
        LossOperation loss = LossTrace.of(spec.loss(), network.outputs());
        this.program = new Program(network, loss, engine.kernels(), engine.pool(), spec.batch(), true);
        this.loader = new BatchLoader(data.train(), program);
        this.sampler = new Sampler(data.train().count(), spec.batch(), random.fork("sample"));
        this.optimizer = new ParameterUpdate(network, spec.optimizer());
        this.program.bind();
        this.topology = new TopologyUpdate(network, program, engine.kernels(), engine.pool(), random.fork("topology"));
        this.evaluation = new Evaluation(network, loss, engine.kernels(), engine.pool(), measured);
        this.exploration = new Exploration(network);
        this.allocation = new AllocationMeter(engine.pool().threadIds());
    }

    /** Trains to the end of the phase, or until the run is asked to stop. */
    public RunSummary.Phase run() {
        long start = System.nanoTime();
        progressAt = start;
        while (step < spec.steps() && !control.stopRequested()) {
            if (step % spec.stepsPerEpoch() == 0) {
                pause();
                sampler.startEpoch(step / spec.stepsPerEpoch());
                resume();
            }
            takeStep();
            step++;
            afterStep();
        }
        pause();
        Map<String, Map<String, Double>> metrics = measure(data.judged());
        return new RunSummary.Phase(
                spec.name(),
                step,
                (System.nanoTime() - start) / 1e9,
                epochs.isEmpty() ? Double.NaN : epochs.getLast().trainLoss(),
                metrics,
                epochs,
                times.stepsPerSecond(),
                updates,
                exploration.rate());
    }

    /** Values of the given splits with the network as it is, without training. */
    public Map<String, Map<String, Double>> measure(Map<String, Examples> splits) {
        Map<String, Map<String, Double>> values = new LinkedHashMap<>();
        splits.forEach((name, examples) -> values.put(name, evaluation.measure(examples)));
        values.forEach((split, metrics) -> listener.accept(new RunEvent.Evaluated(spec.name(), step, split, metrics)));
        return values;
    }

    /** Heap bytes allocated in an ordinary step; NaN when the phase was too short to tell. */
    public double bytesAllocatedPerStep() {
        return allocation.bytesPerStep();
    }

    private void takeStep() {
        if (step == StepTimes.WARM_UP) {
            allocation.begin();
        }
        long begin = System.nanoTime();
        turnDials();
        int live = draw();
        double loss = program.forward(live);
        if (!Double.isFinite(loss)) {
            throw diverged(loss);
        }
        program.backward();
        boolean moved = moveLinks(true);
        if (!moved) {
            optimizer.step(engine.pool(), step + 1, spec.learningRate().value());
        }
        moved |= moveLinks(false);
        if (!moved) {
            times.add(System.nanoTime() - begin);
            allocation.step();
        }
        epochLoss += loss;
        progressLoss += loss;
        progressSteps++;
    }

    private void turnDials() {
        spec.learningRate().turn(step);
        for (int i = 0; i < spec.dials().size(); i++) {
            spec.dials().get(i).turn(step);
        }
    }

    private int draw() {
        long inEpoch = step % spec.stepsPerEpoch();
        int live = sampler.size(inEpoch);
        for (int i = 0; i < live; i++) {
            loader.ids()[i] = sampler.example(inEpoch, i);
        }
        loader.load(engine.pool(), live);
        return live;
    }

    /** Applies the rules that are due and stand at this point. */
    private boolean moveLinks(boolean afterBackward) {
        boolean moved = false;
        for (int i = 0; i < spec.rules().size(); i++) {
            SparsityRule rule = spec.rules().get(i);
            if (rule.due(step) && rule.readsGradients() == afterBackward) {
                pause();
                rule.sparsity().turn(step);
                rule.replace().turn(step);
                for (TopologyUpdate.Change change : topology.apply(rule, step)) {
                    exploration.note(change.layer());
                    listener.accept(new RunEvent.TopologyChanged(
                            spec.name(),
                            step,
                            change.layer(),
                            change.edit().dropped().length,
                            change.edit().grown().length,
                            change.links()));
                }
                moved = true;
            }
        }
        if (moved) {
            updates++;
            program.bind();
            evaluation.bind();
            optimizer.bind();
            resume();
        }
        return moved;
    }

    private void afterStep() {
        boolean epochEnds = step % spec.stepsPerEpoch() == 0 || step == spec.steps();
        long now = System.nanoTime();
        if (now - progressAt > NANOS_BETWEEN_PROGRESS || step == 1 || epochEnds) {
            pause();
            progress(now);
            resume();
        }
        if (epochEnds) {
            pause();
            endEpoch();
            resume();
        } else if (spec.validateEvery().isPresent()
                && step % spec.validateEvery().get() == 0) {
            pause();
            watched.putAll(measure(data.watched()));
            resume();
        }
    }

    private void endEpoch() {
        long stepsInEpoch = (step - 1) % spec.stepsPerEpoch() + 1;
        int epoch = (int) ((step - 1) / spec.stepsPerEpoch()) + 1;
        watched.putAll(measure(data.watched()));
        epochs.add(new RunSummary.EpochRow(
                epoch, epochLoss / stepsInEpoch, new LinkedHashMap<>(watched), network.sparsity()));
        epochLoss = 0;
    }

    private void progress(long now) {
        double seconds = Math.max(1e-9, (now - progressAt) / 1e9);
        long perEpoch = spec.stepsPerEpoch();
        listener.accept(new RunEvent.Progress(
                spec.name(),
                step,
                spec.steps(),
                (int) ((step - 1) / perEpoch) + 1,
                (int) ((spec.steps() + perEpoch - 1) / perEpoch),
                progressLoss / progressSteps,
                progressSteps / seconds,
                network.sparsity()));
        progressLoss = 0;
        progressSteps = 0;
        progressAt = now;
    }

    private void pause() {
        allocation.end();
    }

    private void resume() {
        if (step >= StepTimes.WARM_UP) {
            allocation.begin();
        }
    }

    private EspalierException diverged(double loss) {
        return new EspalierException("The loss became " + (Double.isNaN(loss) ? "NaN" : "infinite") + " at step "
                + step + " of phase '" + spec.name() + "', with learning rate "
                + spec.learningRate().value() + ". Use a smaller learning rate, or a longer warm-up.");
    }

    @Override
    public void close() {
        program.close();
        evaluation.close();
    }
}
