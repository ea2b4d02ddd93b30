package org.espalier.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Metric;
import org.espalier.api.loop.Point;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.guard.AbandonedRun;
import org.espalier.core.model.Network;
import org.espalier.core.program.Program;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;

/**
 * Runs one phase. The loop, with the points of a step in their order:
 *
 * <pre>
 * for each step
 *     checkpoint               when one is due
 *     start of an epoch        choose examples, shuffle
 *     before the step          turn the dials; rules
 *     draw, forward, backward  of one batch, or of several whose gradients are averaged; of one batch of each further data
 *     after backward           rules, which may have the step computed once more; sparsity rules that read gradients move links and take the optimizer's place
 *     optimizer                gradients penalised and clipped; values and slots, transposed copies
 *     after the optimizer      proximal steps of penalties; rules; frozen links become what they were
 *     after the step           other sparsity rules move links
 *     after links moved        rules
 *     end of an epoch          measure the watched split, with the average of values if there is one; rules
 * end of the phase             give the network the average, if there is one; measure every split
 * </pre>
 *
 * <p>When something fails in the middle of a step, what the step has changed is taken back, and a checkpoint is written
 * of the last good step.
 */
public final class PhaseRun implements AutoCloseable {
    /** Most lines about the training loss that a phase writes. */
    private static final long MOST_LINES = 1000;

    private final PhaseSpec spec;
    private final Network network;
    private final TrainingData data;
    private final Engine engine;
    private final Consumer<RunEvent> listener;
    private final RunControl control;
    private final CheckpointSink checkpoints;
    private final Program program;
    private final Optional<FrozenNetwork> frozen;
    private final Optional<Teacher> teacher;
    private final StepGradients gradients;
    private final FrozenLinks frozenLinks;
    private final ParameterUpdate optimizer;
    private final Penalties penalties;
    private final Rules rules;
    private final TopologyUpdate topology;
    private final Evaluation evaluation;
    private final Optional<AveragedValues> averages;
    private final AllocationMeter allocation;
    private final ProgressReport report;
    private final StepTimes times = new StepTimes();
    private final Exploration exploration;
    private final Divergence divergence;
    private final PhaseProgress progress;
    /** As it was when the last step that went well began to change parameters. */
    private final PhaseProgress before;

    private final List<RunState> states;
    private final long stretch;
    private final long validateEvery;
    private long begun;
    private double secondsBefore;
    private long saved = -1;
    /** Links were moved in the step that is being made, so that it cannot be taken back. */
    private boolean linksMoved;

    /**
     * @param model whose parameters the network holds
     * @param network already as sparse as the phase's rules want it at the start
     * @param inherited its teacher is closed with it
     * @param random the stream of this phase
     * @param measured metrics by name
     */
    public PhaseRun(
            PhaseSpec spec,
            Model model,
            Network network,
            Inherited inherited,
            TrainingData data,
            Engine engine,
            RandomStream random,
            Map<String, Metric> measured,
            Consumer<RunEvent> listener,
            RunControl control,
            CheckpointSink checkpoints) {
        this.spec = spec;
        this.network = network;
        this.data = data;
        this.engine = engine;
        this.listener = listener;
        this.control = control;
        this.checkpoints = checkpoints;
        this.progress = new PhaseProgress(spec.step().streams().size());
        this.before = new PhaseProgress(spec.step().streams().size());
        Objective objective = spec.objective(model);
        this.program = new Program(
                network,
                model,
                objective,
                engine.kernels(),
                engine.pool(),
                spec.batch(),
                Optional.of(random.fork("noise")));
        this.frozen = inherited.teacher();
        this.teacher = frozen.map(known -> new Teacher(known, program, engine, spec.batch()));
        this.gradients = new StepGradients(spec, data, model, network, program, teacher, engine, random);
        this.frozenLinks = new FrozenLinks(network, inherited.frozen(spec));
        // Gives the parameters their slots, which moves what is sparse.
        this.optimizer =
                new ParameterUpdate(network, spec.optimizer(), spec.step(), inherited.optimizerSteps(), frozenLinks);
        this.penalties = new Penalties(spec.step(), network, engine.pool(), inherited.masks());
        this.rules = new Rules(spec, network, gradients, random);
        this.program.bind();
        this.gradients.bind();
        this.exploration = new Exploration(network);
        this.topology = new TopologyUpdate(
                network,
                model,
                program,
                gradients::again,
                engine.pool(),
                random.fork("topology"),
                exploration,
                spec.optimizer().slots(),
                frozenLinks);
        this.evaluation = new Evaluation(network, model, objective.alone(), engine.kernels(), engine.pool(), measured);
        this.averages = spec.step().average().isPresent() ? Optional.of(new AveragedValues(network)) : Optional.empty();
        this.divergence = new Divergence(spec.onDivergence());
        this.allocation = new AllocationMeter(engine.pool().threadIds());
        this.report = new ProgressReport(spec, listener);
        this.validateEvery = spec.validateEvery().orElse(spec.stepsPerEpoch());
        this.stretch = Math.max(1, Math.ceilDiv(spec.steps(), MOST_LINES));
        this.states =
                new ArrayList<>(List.of(new ParameterState(network, spec.slots()), progress, exploration, divergence));
        if (!spec.step().rules().isEmpty()) {
            states.add(rules);
        }
        gradients.record().ifPresent(states::add);
    }

    /** Goes on from a checkpoint of this phase. */
    public void restore(StoredCheckpoint checkpoint) {
        for (RunState state : states) {
            state.restore(checkpoint.reader(state.stateName()));
        }
        linksMoved = false;
        gradients.forgetEpoch();
        bind();
        begun = System.nanoTime();
        secondsBefore = progress.seconds;
        saved = progress.step;
    }

    /** Trains to the end of the phase, or until the run is asked to stop. */
    public RunSummary.Phase run() {
        frozenLinks.hold();
        begun = System.nanoTime();
        report.start(begun);
        try {
            boolean ended = false;
            while (!ended) {
                try {
                    train();
                    ended = true;
                } catch (Diverged e) {
                    rollBack(e);
                }
            }
            pause();
            averages.ifPresent(AveragedValues::lend);
            Map<String, Map<String, Double>> metrics = control.stopRequested() ? Map.of() : measure(data.judged());
            tell(metrics);
            Map<String, Double> uses = metrics.isEmpty() ? Map.of() : evaluation.uses();
            return summary(metrics, uses, metrics.isEmpty() ? List.of() : activations());
        } catch (AbandonedRun e) {
            // Its folder may belong to another run by now.
            throw e;
        } catch (RuntimeException | Error e) {
            saveLastGood(e);
            throw e;
        }
    }

    private List<RunSummary.Activations> activations() {
        return spec.measuresActivations()
                ? evaluation.activations(List.copyOf(data.judged().values()).getLast())
                : List.of();
    }

    private RunSummary.Phase summary(
            Map<String, Map<String, Double>> metrics,
            Map<String, Double> uses,
            List<RunSummary.Activations> activations) {
        List<RunSummary.EpochRow> epochs = progress.epochs();
        return new RunSummary.Phase(
                spec.name(),
                progress.step,
                seconds(),
                epochs.isEmpty() ? Double.NaN : epochs.getLast().trainLoss(),
                metrics,
                epochs,
                times.stepsPerSecond(),
                progress.updates,
                exploration.rate(),
                uses,
                activations);
    }

    /** Values of the given splits with the network as it is, without training. */
    private Map<String, Map<String, Double>> measure(Map<String, Examples> splits) {
        Map<String, Map<String, Double>> values = new LinkedHashMap<>();
        splits.forEach((name, examples) -> values.put(name, evaluation.measure(examples)));
        return values;
    }

    /** Values of the watched splits in the middle of the phase. */
    private Map<String, Map<String, Double>> watch() {
        averages.ifPresent(AveragedValues::lend);
        try {
            return measure(data.watched());
        } finally {
            averages.ifPresent(AveragedValues::giveBack);
        }
    }

    private void tell(Map<String, Map<String, Double>> values) {
        values.forEach((split, metrics) ->
                listener.accept(new RunEvent.Evaluated(spec.name(), progress.step, split, metrics)));
    }

    /** Heap bytes allocated in an ordinary step; NaN when the phase was too short to tell. */
    public double bytesAllocatedPerStep() {
        return allocation.bytesPerStep();
    }

    private void train() {
        while (true) {
            closeStep();
            keepIfWanted();
            saveIfDue();
            if (progress.step == spec.steps() || control.stopRequested()) {
                return;
            }
            if (gradients.startsEpoch(progress.step)) {
                pause();
                gradients.startEpoch(progress.step);
                resume();
            }
            takeStep();
        }
    }

    private void takeStep() {
        if (progress.step == StepTimes.WARM_UP) {
            allocation.begin();
        }
        long begin = System.nanoTime();
        turnDials();
        rules.beginStep();
        rules.act(Point.BEFORE_FORWARD, progress.step, Double.NaN, Map.of());
        double loss = gradients.begin(progress.step);
        Diverged.requireFinite("The loss", loss);
        optimizer.forgetStep();
        before.copyFrom(progress);
        rules.commitStep();
        loss = gradients.complete(progress.step, loss);
        if (rules.lends()) {
            gradients.forgetOutputs();
            rules.giveBack();
        }
        rules.act(Point.AFTER_BACKWARD, progress.step, loss, Map.of());
        boolean moved = moveLinks(true);
        if (!moved) {
            double rate = spec.learningRate().value() * divergence.scale();
            penalties.addGradients(rate);
            frozenLinks.clearGradients();
            optimizer.step(engine.pool(), progress.step + 1, rate);
            penalties.step(progress.step + 1, rate);
            rules.act(Point.AFTER_STEP, progress.step, loss, Map.of());
            frozenLinks.putBack();
        }
        moved |= moveLinks(false);
        if (moved) {
            rules.act(Point.AFTER_TOPOLOGY, progress.step, loss, Map.of());
            frozenLinks.putBack();
        }
        long end = System.nanoTime();
        if (!moved) {
            times.add(end - begin);
            allocation.step();
        }
        progress.epochLoss += loss;
        progress.stretchLoss += loss;
        gradients.addLosses(progress.furtherLosses);
        gradients.endStep();
        progress.step++;
        linksMoved = false;
        rules.endStep();
        boolean epochEnds = endsEpoch();
        if (report.due(loss, end, progress.step == 1 || epochEnds)) {
            pause();
            report.send(progress.step, network.sparsity(), end);
            resume();
        }
    }

    private void turnDials() {
        spec.learningRate().turn(progress.step);
        for (int i = 0; i < spec.dials().size(); i++) {
            spec.dials().get(i).turn(progress.step);
        }
    }

    /** Applies the rules that are due and stand at this point. */
    private boolean moveLinks(boolean afterBackward) {
        List<TopologyUpdate.Change> changes = null;
        for (int i = 0; i < spec.rules().size(); i++) {
            SparsityRule rule = spec.rules().get(i);
            if (rule.due(progress.step) && rule.readsGradients() == afterBackward) {
                pause();
                rule.sparsity().turn(progress.step);
                rule.replace().turn(progress.step);
                changes = changes == null ? new ArrayList<>() : changes;
                changes.addAll(topology.edits(rule, progress.step));
            }
        }
        if (changes == null) {
            return false;
        }
        apply(changes);
        resume();
        return true;
    }

    private void apply(List<TopologyUpdate.Change> changes) {
        linksMoved = true;
        topology.apply(changes);
        progress.updates++;
        bind();
        for (TopologyUpdate.Change change : changes) {
            exploration.note(change.layer());
        }
        for (TopologyUpdate.Change change : changes) {
            listener.accept(new RunEvent.TopologyChanged(
                    spec.name(),
                    progress.step,
                    change.layer(),
                    change.edit().dropped().length,
                    change.edit().grown().length,
                    change.links()));
        }
    }

    private void bind() {
        program.bind();
        gradients.bind();
        evaluation.bind();
        frozenLinks.bind();
        frozenLinks.hold();
        optimizer.bind();
        penalties.bind();
        rules.bind();
    }

    private boolean endsEpoch() {
        return progress.step > 0 && (progress.step % spec.stepsPerEpoch() == 0 || progress.step == spec.steps());
    }

    /** What follows a step: measuring and writing down. Nothing of it is kept when it fails. */
    private void closeStep() {
        if (progress.closed == progress.step) {
            return;
        }
        boolean validates = endsEpoch() || progress.step % validateEvery == 0;
        boolean writes = progress.step % stretch == 0;
        if (validates || writes) {
            pause();
            Map<String, Map<String, Double>> values = validates ? watch() : Map.of();
            requireFinite(values);
            rules.beginStep();
            if (endsEpoch()) {
                Map<String, Double> measured = values.getOrDefault("validation", Map.of());
                rules.act(Point.END_OF_EPOCH, progress.step, meanLossOfEpoch(), measured);
            }
            List<RunEvent> penalised = endsEpoch() ? penalties.told(spec.name(), progress.step) : List.of();
            if (writes) {
                listener.accept(new RunEvent.Trained(
                        spec.name(),
                        progress.step,
                        progress.stretchLoss / stretch,
                        network.sparsity(),
                        furtherLosses()));
                progress.stretchLoss = 0;
                Arrays.fill(progress.furtherLosses, 0);
            }
            tell(values);
            penalised.forEach(listener);
            progress.watch(values);
            if (endsEpoch()) {
                int epoch = (int) ((progress.step - 1) / spec.stepsPerEpoch()) + 1;
                progress.endEpoch(epoch, stepsOfEpoch(), network.sparsity());
            }
            resume();
        }
        progress.closed = progress.step;
        rules.endStep();
    }

    private long stepsOfEpoch() {
        return (progress.step - 1) % spec.stepsPerEpoch() + 1;
    }

    private double meanLossOfEpoch() {
        return progress.epochLoss / stepsOfEpoch();
    }

    /** Their means since they were last written down, by the names of the data. */
    private Map<String, Double> furtherLosses() {
        Map<String, Double> means = new LinkedHashMap<>();
        for (int i = 0; i < progress.furtherLosses.length; i++) {
            means.put(spec.step().streams().get(i).name(), progress.furtherLosses[i] / stretch);
        }
        return means;
    }

    private static void requireFinite(Map<String, Map<String, Double>> values) {
        values.forEach((split, metrics) -> {
            Diverged.requireFinite("The loss on the " + split + " examples", metrics.getOrDefault("loss", 0.0));
        });
    }

    /** Before a checkpoint of the same step, so that whoever goes on from that finds it. */
    private void keepIfWanted() {
        if (checkpoints.keeps(progress.step)) {
            pause();
            checkpoints.keep(progress.step, network);
            resume();
        }
    }

    private void saveIfDue() {
        boolean scheduled = checkpoints.due(progress.step) || progress.step == spec.steps();
        if (saved != progress.step && (scheduled || control.stopRequested())) {
            pause();
            save(scheduled);
            resume();
        }
    }

    private void save(boolean scheduled) {
        saved = progress.step;
        progress.seconds = seconds();
        checkpoints.write(progress.step, scheduled, states);
    }

    /** After a failure: a checkpoint of the last good step, when there is one that is not written yet. */
    private void saveLastGood(Throwable failure) {
        try {
            if (restoreLastGood(false) && saved != progress.step) {
                save(false);
            }
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Takes back what a step has changed.
     *
     * @param diverged whether the step before is to be taken back as well, because its values give no finite loss
     * @return whether parameters and progress are those of a good step now
     */
    private boolean restoreLastGood(boolean diverged) {
        rules.abandonStep();
        if (linksMoved) {
            return false;
        }
        boolean inStep = before.step == progress.step;
        if (optimizer.canTakeBack() && (diverged || inStep)) {
            optimizer.takeBack();
            if (!inStep) {
                listener.accept(new RunEvent.StepTakenBack(spec.name(), before.step));
                progress.copyFrom(before);
                rules.takeBack();
                gradients.takeBack(progress.step);
            }
            return true;
        }
        return !diverged;
    }

    /** Goes back to the newest scheduled checkpoint with a smaller learning rate, or ends the run. */
    private void rollBack(Diverged cause) {
        pause();
        long step = progress.step;
        DivergenceReport found = new DivergenceReport(network, optimizer.canTakeBack());
        boolean good = restoreLastGood(true);
        if (!divergence.mayRollBack()) {
            String text = explain(cause, step, found, good);
            if (good && saved != progress.step) {
                save(false);
            }
            throw new EspalierException(text);
        }
        long rollbacks = divergence.rollbacks();
        StoredCheckpoint target = checkpoints.rollbackTarget();
        restore(target);
        divergence.rolledBack(rollbacks);
        listener.accept(new RunEvent.RolledBack(spec.name(), step, progress.step, cause.what(), divergence.scale()));
        resume();
    }

    private String explain(Diverged cause, long step, DivergenceReport found, boolean good) {
        Optional<String> culprit = good ? found.culprit(this::repeatStep, spec.optimizer()) : Optional.empty();
        return cause.what() + " at step " + step + " of phase '" + spec.name() + "', with learning rate "
                + spec.learningRate().value() * divergence.scale() + ". " + found.text()
                + culprit.map(c -> " " + c).orElse("")
                + (divergence.rollbacks() > 0
                        ? " The phase was rolled back " + divergence.rollbacks() + " times before."
                        : "")
                + " Use a smaller learning rate or a longer warm-up"
                + (spec.onDivergence().rollback()
                        ? "."
                        : ", or let the phase go back by itself: onDivergence 'rollback'.");
    }

    /** Computes the gradients of the last good step once more. */
    private double repeatStep() {
        gradients.startEpoch(progress.step);
        turnDials();
        return gradients.complete(progress.step, gradients.begin(progress.step));
    }

    /** How long ordinary steps took so far, in nanoseconds, in their order; of very many the last ones. */
    public long[] stepNanos() {
        return times.nanos();
    }

    private double seconds() {
        return secondsBefore + (System.nanoTime() - begun) / 1e9;
    }

    private void pause() {
        allocation.end();
    }

    private void resume() {
        if (progress.step >= StepTimes.WARM_UP) {
            allocation.begin();
        }
    }

    @Override
    public void close() {
        gradients.close();
        teacher.ifPresent(Teacher::close);
        frozen.ifPresent(FrozenNetwork::close);
        program.close();
        evaluation.close();
    }
}
