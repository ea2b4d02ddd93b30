package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.espalier.api.EspalierException;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.bench.CompilerRest;
import org.espalier.core.bench.PeakRate;
import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.plan.SparsifyPlan.Execution;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.program.Program;
import org.espalier.core.provenance.Machine;
import org.espalier.core.provenance.ProductVersion;
import org.espalier.core.run.BenchReport;
import org.espalier.core.run.BenchReport.OperationTime;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.train.Engine;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.SparsityRule;

/**
 * Times one network trained in three ways: with every link; with links at random places, as many as the recipe ends with, in
 * products that read every position; and the same links in products that read nothing else. Where the recipe leaves it to the
 * machine which of the two a layer takes, one more does what was measured; and where it rounds what links fetch, one more does
 * that. They take turns, so that whatever else happens on the machine happens to all. Links are not moved, and nothing is
 * evaluated.
 */
public final class Bench {
    private static final int CONTENDERS = 5;

    /** Rounds of passes that are timed operation by operation, after as many that are not. */
    private static final int ROUNDS = 15;

    /** Networks that are slow make one turn. */
    private static final long WARM_UP_NANOS = 15_000_000_000L;

    private static final long PEAK_NANOS = 300_000_000;

    private final Experiment experiment;
    private final Engine engine;
    private final BenchTurns turns;
    private final PhaseSpec phase;
    private final Map<String, long[]> links;

    /** What is measured of a contender beside its turns. */
    record Profile(List<OperationTime> operations, long bytes) {}

    private Bench(Experiment experiment, Engine engine, BenchTurns turns) {
        this.experiment = experiment;
        this.engine = engine;
        this.turns = turns;
        this.phase = benched(experiment, turns);
        this.links = links(experiment);
    }

    /**
     * Takes the turns.
     *
     * @param rivals other programs, which take theirs in between
     * @param told about each turn, in a sentence
     * @throws EspalierException when the machine has too little memory, or no phase can be timed
     */
    public static BenchReport run(
            Experiment experiment, Engine engine, BenchTurns turns, List<BenchRival> rivals, Consumer<String> told) {
        return new Bench(experiment, engine, turns).report(rivals, told);
    }

    /** The last phase that keeps weights sparse, or the last of all, without what moves links. */
    private static PhaseSpec benched(Experiment experiment, BenchTurns turns) {
        List<PhaseSpec> able =
                experiment.phases().stream().filter(phase -> !phase.taught()).toList();
        if (able.isEmpty()) {
            throw new EspalierException(
                    "Every phase of the recipe learns from a teacher, so there is no step to time by itself.");
        }
        PhaseSpec last = able.stream()
                .filter(phase -> !phase.rules().isEmpty())
                .reduce((earlier, later) -> later)
                .orElse(able.getLast());
        return last.trial(turns.discarded() + turns.steps(), last.learningRate(), List.of());
    }

    /** Links at random places, as many as each layer ends with. */
    private static Map<String, long[]> links(Experiment experiment) {
        Map<String, long[]> links = new LinkedHashMap<>();
        for (PhaseSpec phase : experiment.phases()) {
            for (SparsityRule rule : phase.rules()) {
                long[] counts = rule.finalCounts();
                for (int i = 0; i < counts.length; i++) {
                    String layer = rule.layers().get(i);
                    links.put(
                            layer,
                            rule.drawnPositions(
                                    i, counts[i], experiment.random(phase).fork("bench/" + layer)));
                }
            }
        }
        return links;
    }

    private BenchReport report(List<BenchRival> rivals, Consumer<String> told) {
        MemoryCheck.before(bytesNeeded());
        List<BenchContender> contenders = new ArrayList<>();
        try {
            contenders.add(contender("dense", Map.of(), false));
            if (!links.isEmpty()) {
                contenders.add(contender("masked", links, true));
                contenders.add(contender("sparse", links, false));
            }
            Optional<PhaseSpec> auto = last(rule -> rule.execution() == Execution.AUTO);
            if (auto.isPresent()) {
                BenchContender contender = contender("auto", links, false);
                contenders.add(contender);
                new Thresholds(engine).apply(auto.get(), experiment.model(), contender.network(), told);
            }
            Optional<PhaseSpec> mixed = last(rule -> rule.precision() == Precision.MIXED);
            if (mixed.isPresent()) {
                BenchContender contender = contender("mixed", links, false);
                contenders.add(contender);
                mixed.get().setPrecision(contender.network());
            }
            List<List<BenchRival.Turn>> others = rivals.stream()
                    .<List<BenchRival.Turn>>map(rival -> new ArrayList<>())
                    .toList();
            // Compilers are busy with what is new to them: no turn counts until they are through.
            CompilerRest.warmUp(
                    () -> contenders.forEach(contender -> contender.warmUp(turns.discarded())), WARM_UP_NANOS);
            for (int turn = 1; turn <= turns.turns(); turn++) {
                for (BenchContender contender : contenders) {
                    contender.turn(turns.discarded());
                    told.accept(sentence(turn, contender.name(), contender.lastMedian()));
                }
                for (int i = 0; i < rivals.size(); i++) {
                    BenchRival.Turn taken = rivals.get(i).turn();
                    others.get(i).add(taken);
                    told.accept(sentence(
                            turn, rivals.get(i).name(), taken.stepsPerSecond().median()));
                }
            }
            List<BenchReport.Contender> reports = new ArrayList<>();
            for (BenchContender contender : contenders) {
                reports.add(contender.report(profile(contender.network())));
            }
            for (int i = 0; i < rivals.size(); i++) {
                reports.add(BenchRival.report(rivals.get(i).name(), others.get(i)));
            }
            return new BenchReport(
                    experiment.plan().name(),
                    ProductVersion.read(),
                    Machine.ofProcess(),
                    engine.name() + " (" + engine.backend().description() + ")",
                    engine.pool().threads(),
                    phase.batch(),
                    turns.turns(),
                    turns.steps(),
                    turns.discarded(),
                    new PeakRate(engine, PEAK_NANOS).gigaflops(),
                    reports);
        } finally {
            contenders.forEach(BenchContender::close);
        }
    }

    /** The last phase that has such a rule. */
    private Optional<PhaseSpec> last(Predicate<SparsityRule> rule) {
        return experiment.phases().stream()
                .filter(part -> part.rules().stream().anyMatch(rule))
                .reduce((earlier, later) -> later);
    }

    private String sentence(int turn, String name, double median) {
        return String.format(Locale.ROOT, "turn %d of %d: %s %.4g steps/s", turn, turns.turns(), name, median);
    }

    private BenchContender contender(String name, Map<String, long[]> starts, boolean densely) {
        Model model = experiment.model();
        Network network = new Network(model.parameters(), starts, experiment.random(phase));
        network.weights().forEach(weight -> weight.denseFrom(densely ? 0 : Long.MAX_VALUE));
        return new BenchContender(name, phase, network, experiment, engine, flops(network));
    }

    /** Of products with links alone, forward and backward. */
    private double flops(Network network) {
        double flops = 0;
        for (WeightSpec spec : experiment.model().weights()) {
            int products = spec.inputTrained() ? 3 : 2;
            flops += 2.0 * products * network.weightOf(spec.layer()).seen().count() * spec.uses();
        }
        return flops * phase.batch() * phase.step().accumulate();
    }

    /** No less than all contenders hold together. */
    private long bytesNeeded() {
        Model model = experiment.model();
        long weights = model.weights().stream()
                .mapToLong(spec -> DenseWeight.bytes(spec.shape(), phase.slots().size()))
                .sum();
        Map<String, Long> all = new LinkedHashMap<>();
        model.weights().forEach(spec -> all.put(spec.name(), spec.shape().positions()));
        return CONTENDERS * weights + Program.bytes(model, phase.objective(model), phase.batch(), true, all::get);
    }

    /** The median time of each operation, and the memory the contender holds in its turn. */
    private Profile profile(Network network) {
        Model model = experiment.model();
        try (Program program = new Program(
                network,
                model,
                phase.objective(model),
                engine.kernels(),
                engine.pool(),
                phase.batch(),
                Optional.of(experiment.random(phase)))) {
            int count = program.operations().size();
            long[][] forward = new long[2 * ROUNDS][count];
            long[][] backward = new long[2 * ROUNDS][count];
            for (int round = 0; round < 2 * ROUNDS; round++) {
                program.time(phase.batch(), round, forward[round], backward[round]);
            }
            List<OperationTime> times = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                times.add(new OperationTime(program.operations().get(i), millis(forward, i), millis(backward, i)));
            }
            return new Profile(times, program.bytes() + network.bytes());
        }
    }

    private static double millis(long[][] rounds, int operation) {
        return LongStream.of(Arrays.stream(rounds)
                                .skip(ROUNDS)
                                .mapToLong(round -> round[operation])
                                .sorted()
                                .toArray())
                        .skip(ROUNDS / 2)
                        .findFirst()
                        .orElse(0)
                / 1e6;
    }
}
