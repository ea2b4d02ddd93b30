package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.espalier.api.loop.GroupSelector;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.assembly.ParameterSelection;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.channel.ChannelCut;
import org.espalier.core.channel.ChannelGraph;
import org.espalier.core.channel.ChannelMask;
import org.espalier.core.channel.IdleChannels;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.model.LinkMask;
import org.espalier.core.model.Network;
import org.espalier.core.model.NetworkMean;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.plan.ApplyPlan;
import org.espalier.core.plan.AveragePlan;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.MergePlan;
import org.espalier.core.plan.RecalibratePlan;
import org.espalier.core.plan.SelectPlan;
import org.espalier.core.plan.TransformPlan;
import org.espalier.core.run.RunEvent;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.surgery.Factorised;
import org.espalier.core.surgery.Factors;
import org.espalier.core.surgery.Merged;
import org.espalier.core.surgery.Rebuilt;
import org.espalier.core.surgery.Removed;
import org.espalier.core.surgery.Surgery;
import org.espalier.core.train.ChannelSelection;
import org.espalier.core.train.Engine;
import org.espalier.core.train.Evaluation;
import org.espalier.core.train.FrozenNetwork;
import org.espalier.core.train.Inherited;
import org.espalier.core.train.LinkSelection;
import org.espalier.core.train.ParameterState;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.Recalibration;
import org.jspecify.annotations.Nullable;

/** The network of a run and the model it is of, which become smaller when channels are removed. */
final class LiveModel implements AutoCloseable {
    private final PluginFactory factory;
    private final PluginServices services;
    private final Surgeries surgeries;
    private final Masks masks;
    /** The model of each phase so far. */
    private final List<Model> models = new ArrayList<>();

    private Experiment experiment;
    private Network network;
    private int applied;

    /**
     * The network before the first step.
     *
     * @param surgeries those that were made already; they are made again, as they were, where the recipe has them
     * @param masks those that were made already
     */
    LiveModel(Experiment whole, PluginFactory factory, PluginServices services, Surgeries surgeries, Masks masks) {
        this.factory = factory;
        this.services = services;
        this.surgeries = surgeries;
        this.masks = masks;
        this.experiment = whole;
        this.network = whole.network();
    }

    Network network() {
        return network;
    }

    Model model() {
        return experiment.model();
    }

    PhaseSpec phase(int number) {
        return experiment.phases().get(number);
    }

    /** Takes the values of the files that a phase begins with. */
    void takeWeights(int phase) {
        network = experiment.withWeights(phase, network);
    }

    /** Goes on with a network that was kept. */
    void take(StateReader kept) {
        Network other = read(model(), kept);
        network.close();
        network = other;
    }

    /**
     * A network that was kept, beside the one that trains.
     *
     * @param phase the phase it was kept of
     */
    FrozenNetwork frozen(int phase, StateReader kept) {
        Model model = models.get(phase);
        Network frozen = read(model, kept);
        phase(phase).setPrecision(frozen);
        return new FrozenNetwork(model, frozen);
    }

    private Network read(Model model, StateReader kept) {
        Network other = experiment.blank(model);
        try {
            new ParameterState(other, List.of()).restore(kept);
            return other;
        } catch (RuntimeException | Error e) {
            other.close();
            throw e;
        }
    }

    /** Makes weights sparse or latent as a phase wants them. */
    void enter(int phase) {
        models.add(model());
        experiment.enter(phase(phase), network);
    }

    /** Whether the recipe changes the network when so many phases are over. */
    boolean changesAfter(int phases) {
        return experiment.plan().betweenAfter(phases).stream().anyMatch(step -> !(step instanceof SelectPlan));
    }

    /**
     * Does what the recipe says when so many phases are over. The network computes as the phase before did.
     *
     * @param firstTime whether it was not done before; otherwise values come from a checkpoint behind it
     */
    void between(int phases, boolean firstTime, KeptNetworks kept, Engine engine, Consumer<RunEvent> events) {
        for (BetweenPlan step : experiment.plan().betweenAfter(phases)) {
            phase(phases - 1).setPrecision(network);
            switch (step) {
                case ApplyPlan apply -> apply(apply, events);
                case MergePlan merge -> merge(merge, events);
                case AveragePlan average -> average(average, kept);
                case RecalibratePlan recalibrate -> {
                    if (firstTime) {
                        recalibrate(recalibrate, engine);
                    }
                }
                case TransformPlan transform -> {
                    if (firstTime) {
                        transform(transform, engine, events);
                    } else if (!experiment.ranks(transform).isEmpty()) {
                        factoriseAgain(transform);
                    }
                }
                case SelectPlan select -> select(select, events);
            }
        }
    }

    private void apply(ApplyPlan plan, Consumer<RunEvent> events) {
        ChannelGraph graph = ChannelGraph.of(model());
        if (made() instanceof Removed removed) {
            cut(graph, removed.groups(), plan);
        } else {
            shrink(graph, plan, events);
        }
        applied++;
    }

    /** The change of form that was made here before a run was stopped; null when the run has not been here yet. */
    private @Nullable Surgery made() {
        return applied < surgeries.all().size() ? surgeries.all().get(applied) : null;
    }

    private void merge(MergePlan plan, Consumer<RunEvent> events) {
        Merged merged = Merged.of(model(), plan::selects);
        reform(plan, merged, merged.values(model(), network));
        if (made() == null) {
            surgeries.add(merged);
            tell("Merged: " + String.join(", ", merged.weights()) + ".", events);
        }
        applied++;
    }

    private void tell(String what, Consumer<RunEvent> events) {
        RunEvent.Size size = size();
        events.accept(new RunEvent.Note(what
                + String.format(
                        Locale.ROOT,
                        " The network has %,d parameters and takes %,.0f FLOPs for an example now.",
                        size.parameters(),
                        size.flopsPerExample())));
    }

    private void reform(BetweenPlan plan, Surgery surgery, Map<String, float[]> fresh) {
        Model other = surgery.model(model());
        Network rebuilt = Rebuilt.of(network, other, fresh);
        network.close();
        network = rebuilt;
        experiment = experiment.with(other, plan, factory, services);
    }

    private void factorise(TransformPlan plan, SortedMap<String, Factors> factors, Consumer<RunEvent> events) {
        Factorised factorised = Factorised.by(factors);
        reform(plan, factorised, Factorised.values(factors));
        surgeries.add(factorised);
        applied++;
        tell(factorised.text(), events);
    }

    /** The values follow from a checkpoint. */
    private void factoriseAgain(TransformPlan plan) {
        if (made() instanceof Factorised factorised) {
            reform(plan, factorised, factorised.zeros(network));
            applied++;
        }
    }

    private void transform(TransformPlan plan, Engine engine, Consumer<RunEvent> events) {
        SortedMap<String, Factors> factors = new TransformUse(
                        plan,
                        experiment,
                        network,
                        engine,
                        new Inherited(this::mask, this::links, Optional.empty(), 0),
                        () -> measure(plan.after(), engine))
                .apply();
        if (!factors.isEmpty()) {
            factorise(plan, factors, events);
        }
    }

    private void average(AveragePlan plan, KeptNetworks kept) {
        List<Network> networks = new ArrayList<>();
        try {
            plan.of().forEach(point -> networks.add(read(model(), kept.read(point))));
            Network mean = new NetworkMean(networks).of(model().parameters());
            network.close();
            network = mean;
        } finally {
            networks.forEach(Network::close);
        }
    }

    private void recalibrate(RecalibratePlan plan, Engine engine) {
        PhaseSpec last = phase(plan.after() - 1);
        new Recalibration(network, model(), last.objective(model()).alone(), engine.kernels(), engine.pool())
                .run(experiment.data().train(), last.batch(), plan.batches(), experiment.random(plan));
    }

    private void select(SelectPlan plan, Consumer<RunEvent> events) {
        String name = plan.mask().value();
        if (masks.holds(name)) {
            return;
        }
        GroupSelector selector = Objects.requireNonNull(experiment.selectors().get(plan));
        List<String> parameters = new ParameterSelection(model()).of(plan);
        List<RunEvent.SelectedGroups> told;
        if (plan.ofLinks()) {
            LinkSelection selection = new LinkSelection(selector, network, parameters);
            masks.add(name, selection.mask());
            told = selection.told();
        } else {
            ChannelSelection selection =
                    new ChannelSelection(selector, network, parameters, plan.groups(), ChannelGraph.of(model()));
            masks.add(name, selection.mask());
            told = selection.told();
        }
        PhaseSpec last = phase(plan.after() - 1);
        events.accept(new RunEvent.Selected(last.name(), last.steps(), name, told));
    }

    /** A mask of links. */
    LinkMask links(String name) {
        return masks.links(name);
    }

    /** A mask that was made of the model as it is. */
    ChannelMask mask(String name) {
        return masks.of(name, model());
    }

    private void shrink(ChannelGraph graph, ApplyPlan plan, Consumer<RunEvent> events) {
        IdleChannels idle = new IdleChannels(graph, network, plan.below().value(), plan::selects);
        BitSet removed = plan.mask().map(mask -> mask(mask.value()).removed()).orElseGet(idle::groups);
        int stuck = plan.mask().isPresent() ? 0 : idle.stuck();
        int lost = idle.lost(removed);
        idle.fold(removed);
        RunEvent.Size before = size();
        List<WeightSpec> weights = model().weights();
        cut(graph, removed, plan);
        surgeries.add(new Removed(removed));
        PhaseSpec last = phase(plan.after() - 1);
        events.accept(new RunEvent.Shrunk(last.name(), last.steps(), layers(weights), before, size(), stuck, lost));
    }

    private void cut(ChannelGraph graph, BitSet groups, ApplyPlan plan) {
        ChannelCut cut = new ChannelCut(graph, groups);
        Network smaller = cut.network(network);
        network.close();
        network = smaller;
        experiment = experiment.with(cut.model(), plan, factory, services);
    }

    private RunEvent.Size size() {
        long parameters =
                network.parameters().stream().mapToLong(WeightStore::count).sum();
        return new RunEvent.Size(parameters, network.flopsPerExample());
    }

    private List<RunEvent.ShrunkLayer> layers(List<WeightSpec> before) {
        List<RunEvent.ShrunkLayer> layers = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            var was = before.get(i).shape();
            var is = model().weights().get(i).shape();
            layers.add(new RunEvent.ShrunkLayer(
                    before.get(i).layer(), was.rows(), is.rows(), was.channels(), is.channels()));
        }
        return layers;
    }

    /** Values of every metric on the splits that are measured at the end of a phase, with the network as it is. */
    Map<String, Map<String, Double>> measure(int phasesDone, Engine engine) {
        phase(phasesDone - 1).setPrecision(network);
        Objective objective = phase(phasesDone - 1).objective(model()).alone();
        Map<String, Map<String, Double>> values = new LinkedHashMap<>();
        try (Evaluation evaluation =
                new Evaluation(network, model(), objective, engine.kernels(), engine.pool(), experiment.metrics())) {
            experiment.data().judged().forEach((split, examples) -> values.put(split, evaluation.measure(examples)));
        }
        return values;
    }

    @Override
    public void close() {
        network.close();
    }
}
