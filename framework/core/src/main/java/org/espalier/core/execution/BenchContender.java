package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.model.Network;
import org.espalier.core.run.BenchReport;
import org.espalier.core.run.RunControl;
import org.espalier.core.train.CheckpointSink;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Inherited;
import org.espalier.core.train.PhaseRun;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.StepRate;

/** A network that takes turns; it goes on from one to the next. */
final class BenchContender implements AutoCloseable {
    private final String name;
    private final PhaseSpec phase;
    private final Network network;
    private final Experiment experiment;
    private final Engine engine;
    private final double flops;
    private final List<Double> medians = new ArrayList<>();
    private long[] counted = {};
    private double bytesAllocated = Double.NaN;

    /**
     * @param network the contender closes it
     * @param flops of a step
     */
    BenchContender(String name, PhaseSpec phase, Network network, Experiment experiment, Engine engine, double flops) {
        this.name = name;
        this.phase = phase;
        this.network = network;
        this.experiment = experiment;
        this.engine = engine;
        this.flops = flops;
    }

    String name() {
        return name;
    }

    Network network() {
        return network;
    }

    double lastMedian() {
        return medians.getLast();
    }

    /** A turn that does not count. */
    void warmUp(long discarded) {
        turn(discarded);
        medians.clear();
        counted = new long[0];
    }

    void turn(long discarded) {
        try (PhaseRun run = new PhaseRun(
                phase,
                experiment.model(),
                network,
                Inherited.nothing(),
                TrialRun.trainingOnly(experiment.data()),
                engine,
                experiment.random(phase),
                Map.of(),
                event -> {},
                new RunControl(),
                CheckpointSink.none())) {
            run.run();
            long[] all = run.stepNanos();
            long[] kept = Arrays.copyOfRange(all, (int) Math.min(discarded, all.length - 1), all.length);
            medians.add(StepRate.of(kept).median());
            counted = LongStream.concat(Arrays.stream(counted), Arrays.stream(kept))
                    .toArray();
            bytesAllocated = run.bytesAllocatedPerStep();
        }
    }

    BenchReport.Contender report(Bench.Profile profile) {
        return new BenchReport.Contender(
                name,
                StepRate.of(counted),
                medians,
                network.links(),
                flops,
                profile.bytes(),
                bytesAllocated,
                profile.operations());
    }

    @Override
    public void close() {
        network.close();
    }
}
