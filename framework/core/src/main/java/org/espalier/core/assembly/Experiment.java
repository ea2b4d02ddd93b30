package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Metric;
import org.espalier.api.loop.GroupSelector;
import org.espalier.api.loop.Transform;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.check.MaskCheck;
import org.espalier.core.check.PointCheck;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.imports.FileWeights;
import org.espalier.core.imports.WeightsFile;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.Expectation;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.SelectPlan;
import org.espalier.core.plan.StreamPlan;
import org.espalier.core.plan.TransformPlan;
import org.espalier.core.plan.WeightsPlan;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.SparsityRule;
import org.espalier.core.train.TrainingData;

/**
 * A recipe with every part made and every number known, ready to run.
 *
 * @param dataset what the data are
 * @param digests of what all data came from, by the name of a file or generator
 * @param data the examples, prepared and split
 * @param model the network, before the first step or as it has become
 * @param models the network of each phase, as far as it is known before it has values
 * @param weights trained values of files, by their sentence
 * @param selectors what makes the masks, by their sentence
 * @param transforms what changes the network, by their sentence
 * @param metrics what is measured, by name
 * @param random the run's stream
 */
public record Experiment(
        RecipePlan plan,
        Dataset dataset,
        Map<String, String> digests,
        TrainingData data,
        Model model,
        List<Model> models,
        List<PhaseSpec> phases,
        Map<WeightsPlan, FileWeights> weights,
        Map<SelectPlan, GroupSelector> selectors,
        Map<TransformPlan, Transform> transforms,
        Map<String, Metric> metrics,
        RandomStream random) {

    /**
     * Makes the parts of a recipe that was checked.
     *
     * @param services offered to plugins
     * @throws org.espalier.core.diagnostic.RecipeException when data and model do not fit, or a sparsity cannot be reached
     */
    public static Experiment assemble(
            RecipePlan plan, PluginCatalog catalog, PluginFactory factory, PluginServices services) {
        RandomStream random = RandomStream.ofSeed(plan.seed());
        DataAssembly data = DataAssembly.of(plan.data(), factory, services, random);
        Model model = ModelAssembly.model(plan.model(), data.facts(), factory, services);
        Diagnostics diagnostics = new Diagnostics();
        ModelAssembly.checkAgainst(plan.model(), model, data, diagnostics);
        StreamAssembly streams = StreamAssembly.of(plan, factory, services, random);
        streams.check(model, data.dataset(), diagnostics);
        TrainingData examples = data.splits().beside(streams.splits());
        int batch = Math.min(plan.data().batch(), examples.train().count());
        Map<TransformPlan, Transform> transforms = transforms(plan, factory, services);
        PlannedForms forms = new PlannedForms(plan, transforms);
        forms.check(model, diagnostics);
        List<Model> models = forms.ofPhases(0, model, 0);
        List<PhaseSpec> phases = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            PhasePlan phase = plan.phases().get(i);
            PhaseSpec spec = phase(phase, plan, models.get(i), examples, batch, factory, services, diagnostics);
            checkLoss(phase, spec.objective(models.get(i)), data.dataset(), diagnostics);
            streams.check(phase, spec, models.get(i), diagnostics);
            phases.add(spec);
        }
        checkForms(plan, forms, model, diagnostics);
        new SizeCheck(plan, model, diagnostics).check(batch, phases);
        new SlotsCheck(plan, phases, diagnostics).check();
        ExportCheck.check(plan, model, factory, services, diagnostics);
        Map<SelectPlan, GroupSelector> selectors = selectors(plan, model, factory, services, diagnostics);
        Map<WeightsPlan, FileWeights> weights = WeightsFile.openAll(plan, model, factory, services, diagnostics);
        diagnostics.throwIfAny();
        return new Experiment(
                plan,
                data.dataset(),
                digests(data, streams, weights),
                examples,
                model,
                models,
                phases,
                weights,
                selectors,
                transforms,
                metrics(plan, data.dataset(), catalog, factory, services),
                random);
    }

    private static Map<String, String> digests(
            DataAssembly data, StreamAssembly streams, Map<WeightsPlan, FileWeights> weights) {
        Map<String, String> digests = new LinkedHashMap<>(data.dataset().digests());
        digests.putAll(streams.digests());
        weights.values().forEach(file -> digests.put(file.file().toString(), "sha256:" + file.sha256()));
        return digests;
    }

    /**
     * The same experiment on a model of another form; the phases behind the change are made anew for it.
     *
     * @param changed what changed it
     * @throws org.espalier.core.diagnostic.RecipeException when it is too small for a sparsity of these phases
     */
    public Experiment with(Model other, BetweenPlan changed, PluginFactory factory, PluginServices services) {
        Diagnostics diagnostics = new Diagnostics();
        int first = changed.after();
        List<Model> behind = forms().ofPhases(first, other, plan.between().indexOf(changed) + 1);
        List<Model> all = new ArrayList<>(models.subList(0, first));
        all.addAll(behind);
        List<PhaseSpec> remade = new ArrayList<>(phases.subList(0, first));
        for (int i = first; i < phases.size(); i++) {
            remade.add(phase(
                    plan.phases().get(i),
                    plan,
                    all.get(i),
                    data,
                    phases.get(i).batch(),
                    factory,
                    services,
                    diagnostics));
        }
        diagnostics.throwIfAny();
        return new Experiment(
                plan, dataset, digests, data, other, all, remade, weights, selectors, transforms, metrics, random);
    }

    private PlannedForms forms() {
        return new PlannedForms(plan, transforms);
    }

    /** The largest ranks of factors that a transform will give, by the name of the weight. */
    public SortedMap<String, Integer> ranks(TransformPlan step) {
        return forms().ranks(step, model);
    }

    /** The model that each sentence between phases leaves behind, in their order, as far as that is known now. */
    public List<Model> behind() {
        return forms().behind(model);
    }

    /** Networks and masks from before a form that only transforms know of. */
    private static void checkForms(RecipePlan plan, PlannedForms forms, Model model, Diagnostics diagnostics) {
        List<Model> behind = forms.behind(model);
        Set<BetweenPlan> factorise = new HashSet<>();
        for (int i = 0; i < behind.size(); i++) {
            if (plan.between().get(i) instanceof TransformPlan step
                    && behind.get(i) != (i == 0 ? model : behind.get(i - 1))) {
                factorise.add(step);
            }
        }
        Function<BetweenPlan, Optional<String>> reforms =
                step -> factorise.contains(step) ? Optional.of("weights are factorised") : Optional.empty();
        if (!factorise.isEmpty()) {
            new PointCheck(plan, reforms, diagnostics).check();
            new MaskCheck(plan, reforms, diagnostics).check();
        }
    }

    private static PhaseSpec phase(
            PhasePlan phase,
            RecipePlan plan,
            Model model,
            TrainingData data,
            int batch,
            PluginFactory factory,
            PluginServices services,
            Diagnostics diagnostics) {
        Map<String, Integer> further = new LinkedHashMap<>();
        for (StreamPlan stream : plan.streams()) {
            TrainingData of = Objects.requireNonNull(data.further().get(stream.name()));
            further.put(
                    stream.name(), Math.min(stream.data().batch(), of.train().count()));
        }
        PhaseSpec spec = new PhaseAssembly(phase, data.train().count(), batch, factory, services)
                .assemble(model, batch, further, plan.reports(), diagnostics);
        checkSparsity(phase, spec, diagnostics);
        return spec;
    }

    private static void checkLoss(PhasePlan phase, Objective objective, Dataset dataset, Diagnostics diagnostics) {
        LossCheck check = new LossCheck(phase.loss(), dataset, diagnostics);
        objective.terms().stream().filter(term -> term.target().isEmpty()).forEach(term -> check.check(term.loss()));
        if (objective.teacher().isEmpty()) {
            phase.teacher()
                    .ifPresent(teacher -> diagnostics.add(
                            DiagnosticId.CONTRADICTION,
                            teacher.place(),
                            "The phase '" + phase.name() + "' has a teacher, and its loss '"
                                    + phase.loss().name() + "' asks it nothing.",
                            "For example: loss 'distillation', temperature: 4, weight: 0.7"));
        }
    }

    private static Map<SelectPlan, GroupSelector> selectors(
            RecipePlan plan, Model model, PluginFactory factory, PluginServices services, Diagnostics diagnostics) {
        Map<SelectPlan, GroupSelector> selectors = new LinkedHashMap<>();
        for (BetweenPlan step : plan.between()) {
            if (step instanceof SelectPlan select) {
                new ParameterSelection(model).requireMatches(select, diagnostics);
                selectors.put(select, factory.create(GroupSelector.class, select.use(), services));
            }
        }
        return selectors;
    }

    private static Map<TransformPlan, Transform> transforms(
            RecipePlan plan, PluginFactory factory, PluginServices services) {
        Map<TransformPlan, Transform> transforms = new LinkedHashMap<>();
        for (BetweenPlan step : plan.between()) {
            if (step instanceof TransformPlan transform) {
                transforms.put(transform, factory.create(Transform.class, transform.use(), services));
            }
        }
        return transforms;
    }

    private static void checkSparsity(PhasePlan plan, PhaseSpec spec, Diagnostics diagnostics) {
        for (int i = 0; i < spec.rules().size(); i++) {
            SparsityRule rule = spec.rules().get(i);
            try {
                long first = rule.window().map(SparsityRule.Window::from).orElse(0L);
                long last = rule.window().map(SparsityRule.Window::last).orElse(0L);
                rule.sparsity().turn(last);
                rule.counts();
                rule.sparsity().turn(first);
                rule.counts();
            } catch (EspalierException e) {
                diagnostics.add(
                        DiagnosticId.INFEASIBLE_SPARSITY,
                        plan.sparsify().get(i).sparsity().place(),
                        String.valueOf(e.getMessage()));
            }
        }
    }

    private static Map<String, Metric> metrics(
            RecipePlan plan, Dataset dataset, PluginCatalog catalog, PluginFactory factory, PluginServices services) {
        Set<String> names = new TreeSet<>();
        names.add(dataset.classification() ? "accuracy" : "mean-squared-error");
        plan.expectations().stream().map(Expectation::metric).forEach(names::add);
        plan.reports().forEach(part -> names.add(part.name()));
        Map<String, Metric> metrics = new LinkedHashMap<>();
        for (String name : names) {
            if (catalog.find("metric", name).isPresent()) {
                PluginUse use = PluginUse.of("metric", name, Map.of());
                metrics.put(name, factory.create(Metric.class, use, services));
            }
        }
        return metrics;
    }

    /** A network of a model of the run whose values are still to come. */
    public Network blank(Model of) {
        return new Network(of.parameters(), Map.of(), random);
    }

    /** The network before the first step of the first phase. */
    public Network network() {
        if (!phases.isEmpty() && !plan.phases().getFirst().weights().isEmpty()) {
            return networkOfFiles();
        }
        Map<String, long[]> seen = phases.isEmpty() ? Map.of() : startMasks(phases.getFirst(), true);
        Map<String, long[]> links = phases.isEmpty() ? Map.of() : startMasks(phases.getFirst(), false);
        Network network = new Network(model.parameters(), links, random);
        seen.forEach((layer, positions) -> network.weightOf(layer).makeLatent(positions));
        if (!phases.isEmpty()) {
            treat(phases.getFirst(), network);
        }
        return network;
    }

    /**
     * A network with the values of the files that a phase begins with; it is closed when another takes its place.
     *
     * @throws EspalierException when a file cannot be read
     */
    public Network withWeights(int phase, Network network) {
        List<FileWeights> files = plan.phases().get(phase).weights().stream()
                .map(file -> Objects.requireNonNull(weights.get(file)))
                .toList();
        return files.isEmpty() ? network : FileWeights.into(network, model, files);
    }

    private Network networkOfFiles() {
        Network network = blank(model);
        try {
            network = withWeights(0, network);
            enter(phases.getFirst(), network);
            return network;
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    /**
     * Makes dense weights sparse or latent as the rules of a phase want them at its start. A weight that is one or the
     * other already starts the phase with the links it has; what a latent one does not show is lost when no rule of this
     * phase wants it latent.
     */
    public void enter(PhaseSpec phase, Network network) {
        Map<String, long[]> links = startMasks(phase, false);
        Map<String, long[]> seen = startMasks(phase, true);
        for (TrainedWeight weight : network.weights()) {
            String layer = weight.layer();
            if (weight.latent() && !seen.containsKey(layer)) {
                weight.settle();
            } else if (!weight.latent() && seen.containsKey(layer)) {
                weight.makeLatent(weight.sparse() ? weight.links().topology().positions() : seen.get(layer));
            } else if (!weight.sparse() && links.containsKey(layer)) {
                weight.makeSparse(links.get(layer));
            }
        }
        treat(phase, network);
    }

    /** Decay of what is not seen, and the precision of products. */
    private static void treat(PhaseSpec phase, Network network) {
        phase.setPrecision(network);
        for (SparsityRule rule : phase.rules()) {
            for (String layer : rule.layers()) {
                if (network.weightOf(layer).store() instanceof LatentWeight latent) {
                    latent.decay((float) rule.storage().decay());
                }
            }
        }
    }

    /** How many steps the optimizer made before a phase that goes on with it; 0: it begins anew. */
    public long optimizerSteps(int phase) {
        return plan.phases().get(phase).optimizerFrom().isEmpty()
                ? 0
                : optimizerSteps(phase - 1) + phases.get(phase - 1).steps();
    }

    /** The stream of what happens between phases. */
    public RandomStream random(BetweenPlan step) {
        return random.fork("apply/" + plan.between().indexOf(step));
    }

    /** The stream of a phase. */
    public RandomStream random(PhaseSpec phase) {
        return random.fork("phase/" + phase.name());
    }

    /** The first links of the layers of those rules that store them so, by layer. */
    private Map<String, long[]> startMasks(PhaseSpec phase, boolean latent) {
        Map<String, long[]> starts = new LinkedHashMap<>();
        for (SparsityRule rule : phase.rules()) {
            if (rule.storage().latent() != latent) {
                continue;
            }
            List<Long> counts = rule.startCounts();
            for (int i = 0; i < counts.size(); i++) {
                String layer = rule.layers().get(i);
                starts.put(layer, rule.startPositions(i, counts.get(i), random.fork("mask/" + layer)));
            }
        }
        return starts;
    }
}
