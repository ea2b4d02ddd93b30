package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.loop.Passes;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.guard.Caller;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.operation.Bf16Copies;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.PhasePoint;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.program.Program;
import org.espalier.core.run.PlanReport;
import org.espalier.core.storage.DenseImage;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.train.Accumulation;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Evaluation;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.RuleSpec;
import org.espalier.core.train.SparsityRule;
import org.espalier.core.train.StreamSpec;

/** Works out, without allocating the network, what an experiment stores and computes. */
final class PlanFigures {
    private static final double FORWARD = 2;
    private static final double WEIGHT_GRADIENT = 2;
    private static final double INPUT_GRADIENT = 2;

    private final Experiment experiment;
    private final Map<String, Long> startLinks = new LinkedHashMap<>();
    private final Map<String, Long> finalLinks = new LinkedHashMap<>();
    private final Set<String> latent = new HashSet<>();
    private final Set<String> densely = new HashSet<>();
    private final Set<String> auto = new HashSet<>();
    private final Set<String> mixed = new HashSet<>();

    PlanFigures(Experiment experiment) {
        this.experiment = experiment;
        for (PhaseSpec phase : experiment.phases()) {
            for (SparsityRule rule : phase.rules()) {
                note(rule, phase == experiment.phases().getFirst());
            }
        }
    }

    private void note(SparsityRule rule, boolean first) {
        List<Long> starts = rule.startCounts();
        long[] ends = rule.finalCounts();
        for (int i = 0; i < ends.length; i++) {
            String layer = rule.layers().get(i);
            if (first) {
                startLinks.put(layer, starts.get(i));
                if (rule.storage().latent()) {
                    latent.add(layer);
                }
                if (rule.precision() == Precision.MIXED) {
                    mixed.add(layer);
                }
                switch (rule.execution()) {
                    case SPARSE -> {}
                    case DENSE -> densely.add(layer);
                    case AUTO -> auto.add(layer);
                }
            }
            finalLinks.put(layer, rule.window().isPresent() ? ends[i] : starts.get(i));
        }
    }

    /**
     * @param thresholds what was measured of layers that run as it is faster, in words, by layer; those that are missing were
     *     not measured
     */
    PlanReport report(Engine engine, double stepMillis, long bytesPeak, Map<String, String> thresholds) {
        List<PlanReport.Layer> layers = layers(experiment.model(), thresholds);
        long links = layers.stream().mapToLong(PlanReport.Layer::links).sum();
        long weights = experiment.model().weights().stream()
                .mapToLong(w -> w.shape().positions())
                .sum();
        return new PlanReport(
                experiment.plan().name(),
                engine.name() + " (" + engine.backend().description() + ")",
                engine.pool().threads(),
                layers,
                phases(),
                defaults(),
                links,
                weights,
                bytesNeeded(),
                bytesPeak,
                ProcessMemory.machineBytes(),
                forward(layers),
                trainingFlops(experiment.model()),
                stepMillis);
    }

    private List<PlanReport.Layer> layers(Model model, Map<String, String> thresholds) {
        List<PlanReport.Layer> layers = new ArrayList<>();
        for (WeightSpec spec : model.weights()) {
            String storage = storage(spec);
            long positions = spec.shape().positions();
            long links = startLinks.getOrDefault(spec.layer(), positions);
            layers.add(new PlanReport.Layer(
                    spec.layer(),
                    spec.shape().rows(),
                    spec.shape().columns(),
                    storage,
                    links,
                    finalLinks.getOrDefault(spec.layer(), positions),
                    bytes(spec, storage, links),
                    FORWARD * links * spec.uses(),
                    kernel(spec.layer(), storage, thresholds)));
        }
        return layers;
    }

    private String kernel(String layer, String storage, Map<String, String> thresholds) {
        if (auto.contains(layer)) {
            return thresholds.getOrDefault(layer, "what is faster, measured when the run begins")
                    + ": execution 'auto'";
        }
        if (densely.contains(layer)) {
            return "dense, with zeros for links that are not there: chosen by sparsify";
        }
        if (mixed.contains(layer)) {
            return "sparse, whose links fetch values rounded to bfloat16: chosen by sparsify";
        }
        return switch (storage) {
            case "sparse" -> "sparse: chosen by sparsify";
            case "latent" -> "sparse, with a dense weight gradient: chosen by sparsify, stored latent";
            default -> "dense: not selected by any sparsify";
        };
    }

    private String storage(WeightSpec spec) {
        if (latent.contains(spec.layer())) {
            return "latent";
        }
        return startLinks.containsKey(spec.layer()) ? "sparse" : "dense";
    }

    private int slots() {
        return experiment.phases().stream()
                .mapToInt(p -> p.slots().size())
                .max()
                .orElse(0);
    }

    private long bytes(WeightSpec spec, String storage, long links) {
        long image = densely.contains(spec.layer()) || auto.contains(spec.layer()) ? DenseImage.bytes(spec.shape()) : 0;
        return image
                + switch (storage) {
                    case "sparse" -> SparseWeight.bytes(spec.shape(), links, slots(), spec.transposed());
                    case "latent" -> LatentWeight.bytes(spec.shape(), links, slots(), spec.transposed());
                    default -> DenseWeight.bytes(spec.shape(), slots());
                };
    }

    /** Weights, vectors, slots, indices and planes, where the network is largest. */
    long bytesNeeded() {
        return Stream.concat(Stream.of(experiment.model()), experiment.behind().stream())
                .distinct()
                .mapToLong(this::bytesNeeded)
                .max()
                .orElseThrow();
    }

    private long bytesNeeded(Model model) {
        long parameters = layers(model, Map.of()).stream()
                .mapToLong(PlanReport.Layer::bytes)
                .sum();
        for (ParameterSpec spec : model.parameters()) {
            parameters += switch (spec) {
                case VectorSpec vector -> 4L * vector.size() * (2 + 2 * slots());
                case StatisticSpec statistic -> 4L * statistic.size() * 2;
                case WeightSpec _ -> 0; // counted with the layers
            };
        }
        Map<String, Long> links = new LinkedHashMap<>();
        model.weights()
                .forEach(w -> links.put(
                        w.name(),
                        densely.contains(w.layer()) || auto.contains(w.layer())
                                ? w.shape().positions()
                                : startLinks.getOrDefault(w.layer(), w.shape().positions())));
        Objective objective = experiment.phases().getFirst().objective(model);
        int batch = experiment.phases().getFirst().batch();
        if (experiment.phases().stream().anyMatch(p -> p.step().addsGradients())) {
            parameters += Accumulation.bytes(
                    links.values().stream().mapToLong(Long::longValue).sum());
        }
        boolean taught = experiment.phases().stream().anyMatch(PhaseSpec::taught);
        return parameters
                + (taught ? teacherBytes(model, batch) : 0)
                + experiment.phases().stream()
                        .mapToLong(phase -> streamBytes(model, phase, links))
                        .max()
                        .orElse(0)
                + Program.bytes(model, objective, batch, true, links::get)
                + copies(model, batch, true)
                + Program.bytes(model, objective, Evaluation.capacity(model), false, links::get)
                + copies(model, Evaluation.capacity(model), false);
    }

    /** The planes of a phase's further data. */
    private long streamBytes(Model model, PhaseSpec phase, Map<String, Long> links) {
        return phase.step().streams().stream()
                .mapToLong(stream -> Program.bytes(model, stream.objective(model), stream.batch(), true, links::get)
                        + copies(model, stream.batch(), true))
                .sum();
    }

    /** What links fetch rounded values from. */
    private long copies(Model model, int capacity, boolean training) {
        Set<String> weights = new HashSet<>();
        model.weights().stream()
                .filter(weight -> mixed.contains(weight.layer()))
                .forEach(weight -> weights.add(weight.name()));
        return Bf16Copies.bytes(model, capacity, training, weights::contains);
    }

    /** A teacher of the whole model with all its links, and its planes. */
    private static long teacherBytes(Model model, int batch) {
        Map<String, Long> links = new LinkedHashMap<>();
        long weights = 0;
        for (WeightSpec spec : model.weights()) {
            links.put(spec.name(), spec.shape().positions());
            weights += DenseWeight.bytes(spec.shape(), 0);
        }
        return weights + Program.bytes(model, Objective.none(), batch, false, links::get);
    }

    private double trainingFlops(Model model) {
        List<PlanReport.Layer> layers = layers(model, Map.of());
        double flops = 0;
        for (int i = 0; i < layers.size(); i++) {
            WeightSpec spec = model.weights().get(i);
            long links = layers.get(i).links();
            long trained = latent.contains(spec.layer()) ? spec.shape().positions() : links;
            double seen = FORWARD + (spec.inputTrained() ? INPUT_GRADIENT : 0);
            flops += (seen * links + WEIGHT_GRADIENT * trained) * spec.uses();
        }
        return flops;
    }

    /** Examples that are trained on in a step. */
    private static long examples(PhaseSpec phase) {
        return (long) phase.batch() * phase.step().accumulate()
                + phase.step().streams().stream().mapToLong(StreamSpec::batch).sum();
    }

    private static double forward(List<PlanReport.Layer> layers) {
        return layers.stream().mapToDouble(PlanReport.Layer::flops).sum();
    }

    /**
     * FLOPs of a step for each of its examples.
     *
     * @param training of one example
     * @param forward the same without gradients
     */
    private static double perExample(PhaseSpec phase, double training, double forward) {
        double flops = phase.step().backward() ? training : forward;
        for (RuleSpec rule : phase.step().rules()) {
            Passes passes = rule.rule().passes();
            flops += passes.gradients() * training + passes.losses() * forward;
        }
        return flops;
    }

    private List<PlanReport.Phase> phases() {
        List<PlanReport.Phase> phases = new ArrayList<>();
        for (PhaseSpec phase : experiment.phases()) {
            long updates = phase.rules().stream()
                    .flatMap(r -> r.window().stream())
                    .mapToLong(w -> w.updates(phase.steps()))
                    .sum();
            List<String> then = experiment.plan().betweenAfter(phases.size() + 1).stream()
                    .map(this::text)
                    .toList();
            Model model = experiment.models().get(phases.size());
            double flops = perExample(phase, trainingFlops(model), forward(layers(model, Map.of())));
            phases.add(new PlanReport.Phase(
                    phase.name(),
                    begins(phases.size()),
                    phase.steps(),
                    phase.stepsPerEpoch(),
                    updates,
                    flops * examples(phase),
                    phase.orderOfAStep(),
                    then));
        }
        return phases;
    }

    /** What is done between phases, and what the network is then, where that is known. */
    private String text(BetweenPlan step) {
        int number = experiment.plan().between().indexOf(step);
        List<Model> behind = experiment.behind();
        Model before = number == 0 ? experiment.model() : behind.get(number - 1);
        Model after = behind.get(number);
        if (before == after) {
            return step.text();
        }
        return step.text() + "; " + new FormChange(before, after).text(layers(after, Map.of()));
    }

    /** What a phase begins with, when it is not what the one before ended with and nothing else. */
    private Optional<String> begins(int number) {
        PhasePlan phase = experiment.plan().phases().get(number);
        List<String> all = new ArrayList<>();
        phase.start().map(PhasePoint::text).ifPresent(all::add);
        phase.optimizerFrom()
                .map(from -> "the optimizer of '" + from.value() + "' as it was after "
                        + experiment.optimizerSteps(number) + " steps")
                .ifPresent(all::add);
        phase.weights().stream()
                .map(file ->
                        Objects.requireNonNull(experiment.weights().get(file)).text())
                .forEach(all::add);
        return all.isEmpty() ? Optional.empty() : Optional.of(String.join(", then ", all));
    }

    /** Whether the first phase takes its values of a file. */
    private boolean fromFile(WeightSpec weight) {
        return experiment.plan().phases().stream()
                .limit(1)
                .flatMap(phase -> phase.weights().stream())
                .anyMatch(file ->
                        Objects.requireNonNull(experiment.weights().get(file)).covers(weight.name()));
    }

    private String start(WeightSpec weight) {
        if (weight.start() instanceof Initialisation word) {
            boolean scaled = storage(weight).equals("sparse");
            return LayerPlan.recipeName(word) + (scaled ? ", scaled to its mean links per output" : "");
        }
        return Caller.of(weight.start()).map(Caller::mention).orElse("values of its own");
    }

    private List<String> defaults() {
        List<String> defaults = new ArrayList<>();
        for (WeightSpec weight : experiment.model().weights()) {
            if (!fromFile(weight)) {
                defaults.add(weight.layer() + " starts from " + start(weight));
            }
        }
        defaults.add("biases start at 0, are never sparse and never decayed");
        List<String> dense = experiment.model().weights().stream()
                .map(WeightSpec::layer)
                .filter(name -> !finalLinks.containsKey(name))
                .toList();
        if (!dense.isEmpty()) {
            defaults.add("not selected by any sparsify, so dense: " + String.join(", ", dense));
        }
        defaults.add("examples are shuffled in every epoch; the last batch of an epoch is as short as it comes");
        if (experiment.data().validation().count() == 0) {
            defaults.add("no validation split: the test set is watched during training, and nothing is chosen by it");
        }
        defaults.add(checkpoints());
        return defaults;
    }

    /** When checkpoints are written, and how many are kept. */
    private String checkpoints() {
        RecipePlan plan = experiment.plan();
        String every = plan.checkpoint()
                .every()
                .map(span -> "every " + span)
                .orElse(
                        plan.phases().stream().anyMatch(p -> p.onDivergence().rollback())
                                ? "about every minute, at the end of every epoch of a phase that may roll back"
                                : "about every minute");
        int keep = plan.checkpoint().keep();
        return "a checkpoint " + every + " and at the end of each phase; "
                + (keep == 1 ? "only the newest is kept" : "the newest " + keep + " are kept");
    }
}
