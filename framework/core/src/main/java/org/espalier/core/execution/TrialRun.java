package org.espalier.core.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.model.Network;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.train.CheckpointSink;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Inherited;
import org.espalier.core.train.PhaseRun;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.TrainingData;

/** Predicts: in figures alone, or with a few real steps of the first phase on a network that is thrown away. */
public final class TrialRun {
    private static final long MOST_STEPS = 1000;
    private static final long MOST_NANOS = 4_000_000_000L;

    /** The first steps of a large network wait for compilers: with fewer than these it may take longer. */
    private static final long FEWEST_STEPS = 10;

    private static final long MOST_NANOS_OF_ALL = 4 * MOST_NANOS;

    private TrialRun() {}

    /** Figures alone; nothing of the network's size is allocated. */
    public static PlanReport figures(Experiment experiment, Engine engine) {
        PlanFigures figures = new PlanFigures(experiment);
        return figures.report(engine, Double.NaN, 0, Map.of());
    }

    /**
     * Figures, a measured step time, and the memory the process really took.
     *
     * @throws org.espalier.api.EspalierException when the machine has too little memory
     */
    public static PlanReport measured(Experiment experiment, Engine engine) {
        PlanFigures figures = new PlanFigures(experiment);
        MemoryCheck.before(figures.bytesNeeded());
        // The faster steps are those that compiled code ran.
        Thresholds thresholds = new Thresholds(engine);
        double stepsPerSecond =
                trial(experiment, engine, thresholds).stepsPerSecond().q3();
        return figures.report(
                engine, 1000 / stepsPerSecond, ProcessMemory.peakResidentBytes(), thresholds.words(experiment.model()));
    }

    private static RunSummary.Phase trial(Experiment experiment, Engine engine, Thresholds thresholds) {
        PhaseSpec whole = experiment.phases().getFirst();
        PhaseSpec trial = whole.trial(Math.min(MOST_STEPS, whole.steps()), whole.learningRate(), whole.rules());
        TrainingData data = trainingOnly(experiment.data());
        RunControl control = new RunControl();
        RandomStream random = experiment.random(whole);
        try (Network network = experiment.network()) {
            thresholds.apply(trial, experiment.model(), network, told -> {});
            long begin = System.nanoTime();
            try (PhaseRun run = new PhaseRun(
                    trial,
                    experiment.model(),
                    network,
                    Inherited.nothing(),
                    data,
                    engine,
                    random,
                    Map.of(),
                    event -> stopInTime(begin, event, control),
                    control,
                    CheckpointSink.none())) {
                return run.run();
            }
        }
    }

    /** The same data with nothing to evaluate on. */
    static TrainingData trainingOnly(TrainingData whole) {
        Map<String, TrainingData> further = new LinkedHashMap<>();
        whole.further().forEach((name, data) -> further.put(name, trainingOnly(data)));
        return new TrainingData(whole.train(), new NoExamples(), new NoExamples(), further);
    }

    private static void stopInTime(long begin, RunEvent event, RunControl control) {
        if (event instanceof RunEvent.Progress progress) {
            long nanos = System.nanoTime() - begin;
            if (nanos > MOST_NANOS_OF_ALL || nanos > MOST_NANOS && progress.step() >= FEWEST_STEPS) {
                control.stop();
            }
        }
    }

    /** Nothing to evaluate on. */
    private record NoExamples() implements Examples {
        @Override
        public int count() {
            return 0;
        }

        @Override
        public void features(int id, float[] out) {
            throw new IndexOutOfBoundsException(id);
        }

        @Override
        public int label(int id) {
            throw new IndexOutOfBoundsException(id);
        }

        @Override
        public void target(int id, float[] out) {
            throw new IndexOutOfBoundsException(id);
        }
    }
}
