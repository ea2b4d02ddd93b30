package org.espalier.core.execution;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.espalier.api.EspalierException;
import org.espalier.api.border.TensorFiles;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.guard.AbandonedRun;
import org.espalier.core.json.Json;
import org.espalier.core.model.Network;
import org.espalier.core.plan.CanonicalRecipe;
import org.espalier.core.plan.CheckpointPlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.provenance.IdentityFile;
import org.espalier.core.provenance.ModelOrigin;
import org.espalier.core.provenance.RunIdentity;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.espalier.core.train.Engine;
import org.espalier.core.train.FrozenNetwork;
import org.espalier.core.train.Inherited;
import org.espalier.core.train.PhaseRun;
import org.espalier.core.train.PhaseSpec;

/**
 * One run of an experiment: its phases in turn, then exports, expectations and the summary. Whatever happens, the run's
 * folder ends with a {@code summary.json} that says so.
 */
public final class RecipeRun {
    /** The file with the values at the end of the run. */
    public static final String WEIGHTS = "weights.safetensors";

    /** The file that says how a run ended. */
    static final String SUMMARY = "summary.json";

    private final Experiment experiment;
    private final Engine engine;
    private final RunIdentity identity;
    private final PluginFactory factory;
    private final PluginServices services;
    private final TensorFiles tensorFiles;
    private final RunOptions options;
    private final Consumer<RunEvent> listener;
    private final History history = new History();
    private final Surgeries surgeries = new Surgeries();
    private final Masks masks = new Masks();
    private final Thresholds thresholds;
    private final List<String> exports = new ArrayList<>();
    private Optional<Map<String, Map<String, Double>>> measured = Optional.empty();
    private double bytesPerStep = Double.NaN;

    public RecipeRun(
            Experiment experiment,
            Engine engine,
            RunIdentity identity,
            PluginFactory factory,
            PluginServices services,
            TensorFiles tensorFiles,
            RunOptions options,
            Consumer<RunEvent> listener) {
        this.experiment = experiment;
        this.engine = engine;
        this.identity = identity;
        this.factory = factory;
        this.services = services;
        this.tensorFiles = tensorFiles;
        this.options = options;
        this.listener = listener;
        this.thresholds = new Thresholds(engine);
    }

    /**
     * Runs to the end.
     *
     * @return the summary, also of a run that failed or was stopped
     * @throws EspalierException when there is not enough memory, another run uses the folder, or it cannot be written to
     */
    public RunSummary run() {
        try (RunLock lock = lock()) {
            return begin(lock);
        }
    }

    private RunLock lock() {
        return RunLock.take(options.folder(), experiment.plan().name(), InstantSource.system());
    }

    private RunSummary begin(RunLock lock) {
        PlanFigures figures = new PlanFigures(experiment);
        MemoryCheck.before(figures.bytesNeeded());
        try (RunFolder folder = new RunFolder(options.folder(), Optional.empty())) {
            Consumer<RunEvent> events = events(folder);
            CanonicalRecipe canonical = CanonicalRecipe.of(experiment.plan());
            folder.write(RunFolder.RECIPE, canonical.text());
            if (!experiment.plan().source().isEmpty()) {
                folder.write("recipe.source.groovy", experiment.plan().source());
            }
            var report = figures.report(engine, Double.NaN, 0, thresholds.words(experiment.model()));
            folder.write("plan.json", Json.of(report).pretty());
            folder.write(IdentityFile.NAME, IdentityFile.text(identity));
            events.accept(new RunEvent.Started(experiment.plan().name(), folder.path(), report));
            tellOfAbandoned(lock, events);
            return finish(folder, events, canonical, Optional.empty());
        }
    }

    /**
     * Goes on from the newest checkpoint that is whole; from the beginning when there is none.
     *
     * @return the summary, also of a run that failed or was stopped
     * @throws EspalierException when the run is over, every checkpoint is damaged, the newest was made with something else,
     *     there is not enough memory, another run uses the folder, or it cannot be written to
     */
    public RunSummary resume() {
        try (RunLock lock = lock()) {
            return goOn(lock);
        }
    }

    private RunSummary goOn(RunLock lock) {
        CanonicalRecipe canonical = CanonicalRecipe.of(experiment.plan());
        CheckpointStore store = new CheckpointStore(
                options.folder(), experiment.plan().checkpoint().keep());
        Resumption from = Resumption.of(options.folder(), store, identity);
        if (from.checkpoint().isEmpty()) {
            listener.accept(new RunEvent.Note("There is no checkpoint yet, so the run begins again."));
            return begin(lock);
        }
        StoredCheckpoint checkpoint = from.checkpoint().get();
        PlanFigures figures = new PlanFigures(experiment);
        MemoryCheck.before(figures.bytesNeeded());
        try (RunFolder folder = new RunFolder(options.folder(), Optional.of(checkpoint.metrics()))) {
            Consumer<RunEvent> events = events(folder);
            from.setDamagedAside(store, events);
            folder.delete(SUMMARY);
            history.restore(checkpoint.reader(history.stateName()));
            surgeries.restore(checkpoint.reader(surgeries.stateName()));
            masks.restore(checkpoint.reader(masks.stateName()));
            thresholds.restore(checkpoint.reader(thresholds.stateName()));
            events.accept(new RunEvent.Started(
                    experiment.plan().name(),
                    folder.path(),
                    figures.report(engine, Double.NaN, 0, thresholds.words(experiment.model()))));
            tellOfAbandoned(lock, events);
            return finish(folder, events, canonical, from.checkpoint());
        }
    }

    private static void tellOfAbandoned(RunLock lock, Consumer<RunEvent> events) {
        lock.abandoned()
                .ifPresent(owner -> events.accept(new RunEvent.Note(
                        "This folder was left by " + owner.text() + ", which died without ending its run.")));
    }

    private Consumer<RunEvent> events(RunFolder folder) {
        return event -> {
            folder.record(event);
            listener.accept(event);
        };
    }

    private RunSummary finish(
            RunFolder folder,
            Consumer<RunEvent> events,
            CanonicalRecipe canonical,
            Optional<StoredCheckpoint> checkpoint) {
        RunSummary summary = within(folder, events, canonical, checkpoint);
        write(summary, folder);
        events.accept(new RunEvent.Finished(summary));
        return summary;
    }

    /** What made the run fail must be heard of even when the disk takes nothing any more. */
    private static void write(RunSummary summary, RunFolder folder) {
        try {
            folder.write(SUMMARY, Json.of(summary).pretty());
        } catch (EspalierException e) {
            throw summary.error().isEmpty()
                    ? e
                    : new EspalierException(summary.error().get() + "\n" + e.getMessage(), e);
        }
    }

    private RunSummary within(
            RunFolder folder,
            Consumer<RunEvent> events,
            CanonicalRecipe canonical,
            Optional<StoredCheckpoint> checkpoint) {
        try (LiveModel live = new LiveModel(experiment, factory, services, surgeries, masks)) {
            Optional<String> error = Optional.empty();
            List<RunSummary.Check> checks = List.of();
            try {
                train(live, folder, events, checkpoint);
                if (!options.control().stopRequested()) {
                    checks = Expectations.check(experiment.plan().expectations(), live.network(), lastMetrics());
                }
                exports.addAll(new ModelFiles(factory, services, tensorFiles, events)
                        .write(
                                live,
                                ModelOrigin.of(identity, canonical),
                                surgeries,
                                experiment.plan().exports(),
                                folder));
            } catch (EspalierException e) {
                error = Optional.of(String.valueOf(e.getMessage()));
            } catch (AbandonedRun e) {
                // Whoever waited for the run was told long ago.
                throw e;
            } catch (RuntimeException | Error e) {
                writeFailure(live.network(), folder, canonical, e);
                throw e;
            }
            // What another thread found explains what this one ran into, for example a class that is gone.
            Optional<String> found = options.control().failure();
            return summary(live.network(), canonical, checks, found.isPresent() ? found : error);
        }
    }

    /** Says in the run's folder that it failed in a way it should not. */
    private void writeFailure(Network network, RunFolder folder, CanonicalRecipe canonical, Throwable failure) {
        try {
            RunSummary summary = summary(network, canonical, List.of(), Optional.of(failure.toString()));
            folder.write(SUMMARY, Json.of(summary).pretty());
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    private void train(
            LiveModel live, RunFolder folder, Consumer<RunEvent> events, Optional<StoredCheckpoint> checkpoint) {
        KeptNetworks kept = new KeptNetworks(experiment, folder.path(), Json.of(identity), folder::metrics);
        int first = checkpoint.map(c -> c.position().number()).orElse(0);
        for (int i = 0; i < experiment.phases().size() && !options.control().stopRequested(); i++) {
            experiment.plan().phases().get(i).start().ifPresent(start -> live.take(kept.read(start)));
            if (i > 0) {
                live.takeWeights(i);
            }
            live.enter(i);
            thresholds.apply(
                    live.phase(i), live.model(), live.network(), told -> events.accept(new RunEvent.Note(told)));
            if (i >= first) {
                Optional<StoredCheckpoint> here = i == first ? checkpoint : Optional.empty();
                train(i, live, folder, kept, events, here);
            }
            if (!options.control().stopRequested()) {
                live.between(i + 1, i >= first, kept, engine, events);
                if (i >= first && live.changesAfter(i + 1)) {
                    measure(i + 1, live, events);
                }
            }
        }
    }

    private void measure(int phasesDone, LiveModel live, Consumer<RunEvent> events) {
        PhaseSpec last = live.phase(phasesDone - 1);
        Map<String, Map<String, Double>> values = live.measure(phasesDone, engine);
        values.forEach(
                (split, metrics) -> events.accept(new RunEvent.Evaluated(last.name(), last.steps(), split, metrics)));
        measured = Optional.of(values);
    }

    private void train(
            int number,
            LiveModel live,
            RunFolder folder,
            KeptNetworks kept,
            Consumer<RunEvent> events,
            Optional<StoredCheckpoint> checkpoint) {
        PhaseSpec phase = live.phase(number);
        events.accept(new RunEvent.PhaseStarted(
                phase.name(), number + 1, experiment.phases().size(), phase.steps(), phase.stepsPerEpoch()));
        CheckpointPlan plan = experiment.plan().checkpoint();
        PhaseCheckpoints checkpoints = new PhaseCheckpoints(
                new CheckpointStore(folder.path(), plan.keep()),
                plan,
                phase,
                number,
                Json.of(identity),
                List.of(history, surgeries, masks, thresholds),
                kept,
                folder::metrics,
                events);
        Optional<FrozenNetwork> teacher = experiment
                .plan()
                .phases()
                .get(number)
                .teacher()
                .map(point -> live.frozen(kept.number(point), kept.read(point)));
        try (PhaseRun run = new PhaseRun(
                phase,
                live.model(),
                live.network(),
                new Inherited(live::mask, live::links, teacher, experiment.optimizerSteps(number)),
                experiment.data(),
                engine,
                experiment.random(phase),
                experiment.metrics(),
                events,
                options.control(),
                checkpoints)) {
            checkpoint.ifPresent(from -> {
                run.restore(from);
                events.accept(new RunEvent.Resumed(phase.name(), from.position().step(), from.folder()));
            });
            RunSummary.Phase done = run.run();
            history.add(done);
            measured = Optional.of(done.metrics());
            if (!options.control().stopRequested()) {
                checkpoints.keepEnd(live.network());
            }
            bytesPerStep = run.bytesAllocatedPerStep();
            events.accept(new RunEvent.PhaseFinished(done));
        }
    }

    private Map<String, Map<String, Double>> lastMetrics() {
        return measured.orElseGet(() -> history.phases().isEmpty()
                ? Map.of()
                : history.phases().getLast().metrics());
    }

    private RunSummary summary(
            Network network, CanonicalRecipe canonical, List<RunSummary.Check> checks, Optional<String> error) {
        RecipePlan plan = experiment.plan();
        List<RunSummary.Phase> phases = history.phases();
        List<RunSummary.Layer> layers =
                layers(network, phases.isEmpty() ? Map.of() : phases.getLast().uses());
        Map<String, String> params = new LinkedHashMap<>();
        plan.params().forEach((name, value) -> params.put(name, value.text()));
        return new RunSummary(
                plan.name(),
                outcome(checks, error),
                canonical.hash(),
                ParameterDigest.of(network.views()),
                plan.seed(),
                params,
                engine.name(),
                engine.pool().threads(),
                phases,
                lastMetrics(),
                layers,
                network.sparsity(),
                network.links(),
                network.positions(),
                layers.stream().mapToDouble(RunSummary.Layer::flops).sum(),
                phases.isEmpty()
                        ? new RunSummary.Quartiles(Double.NaN, Double.NaN, Double.NaN)
                        : phases.getLast().stepsPerSecond(),
                ProcessMemory.peakResidentBytes(),
                bytesPerStep,
                checks,
                exports,
                history.seconds(),
                error);
    }

    private Outcome outcome(List<RunSummary.Check> checks, Optional<String> error) {
        if (error.isPresent()) {
            return Outcome.FAILED;
        }
        if (options.control().stopRequested()) {
            return Outcome.INTERRUPTED;
        }
        return checks.stream().allMatch(RunSummary.Check::met) ? Outcome.DONE : Outcome.EXPECTATION_NOT_MET;
    }

    /** @param uses of the links of experts, as measured, by weight */
    private static List<RunSummary.Layer> layers(Network network, Map<String, Double> uses) {
        return network.weights().stream()
                .map(w -> new RunSummary.Layer(
                        w.layer(),
                        w.shape().rows(),
                        w.shape().columns(),
                        w.storage(),
                        w.seen().count(),
                        1 - (double) w.seen().count() / w.shape().positions(),
                        uses.getOrDefault(w.shape().name(), w.spec().uses())))
                .toList();
    }
}
