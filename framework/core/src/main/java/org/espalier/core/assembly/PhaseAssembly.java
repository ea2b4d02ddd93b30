package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.espalier.api.MatrixShape;
import org.espalier.api.graph.Loss;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.number.LayerDistribution;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.StartMask;
import org.espalier.core.catalog.PluginFactory;
import org.espalier.core.catalog.PluginServices;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.graph.Model;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan.ReportPart;
import org.espalier.core.plan.SparsifyPlan;
import org.espalier.core.plan.StepPlan;
import org.espalier.core.train.PhaseSpec;
import org.espalier.core.train.Sampler;
import org.espalier.core.train.ScheduledDial;
import org.espalier.core.train.SparsityRule;
import org.espalier.core.train.StepSpec;
import org.espalier.core.train.StreamSpec;

/** Makes the parts of one phase. */
final class PhaseAssembly {
    private final PhasePlan plan;
    private final PluginFactory factory;
    private final PluginServices services;
    private final DialBoard dials;
    private final Optional<ExampleSampler> sample;
    private final long perEpoch;
    private final long steps;

    /**
     * @param examples of training
     * @param batch examples in a batch
     * @param base services without dials of a phase
     */
    PhaseAssembly(PhasePlan plan, int examples, int batch, PluginFactory factory, PluginServices base) {
        this.plan = plan;
        this.factory = factory;
        this.dials = new DialBoard(factory, base);
        this.services = base.with(dials);
        this.sample = plan.sample().map(use -> factory.create(ExampleSampler.class, use, base));
        int inEpoch = sample.map(sampler -> sampler.size(examples)).orElse(examples);
        this.perEpoch = Math.ceilDiv(
                Sampler.batchesPerEpoch(inEpoch, batch), plan.step().accumulate());
        this.steps = Math.max(1, plan.train().toSteps(perEpoch, perEpoch));
    }

    /**
     * @param model whose weights are selected
     * @param batch examples in a batch
     * @param further the same of further data, by name
     * @param reports what the report shows
     * @param diagnostics told about selections that match nothing
     */
    PhaseSpec assemble(
            Model model, int batch, Map<String, Integer> further, List<ReportPart> reports, Diagnostics diagnostics) {
        if (model.wholeBatch() > 0) {
            plan.sample()
                    .ifPresent(use -> diagnostics.add(
                            DiagnosticId.CONTRADICTION,
                            use.place(),
                            "'" + use.name() + "' leaves examples out, and linked examples are all in one batch.",
                            "Leave 'sample' out."));
        }
        Loss loss = factory.create(Loss.class, plan.loss(), services);
        Optimizer optimizer = factory.create(Optimizer.class, plan.optimizer(), services);
        ScheduledDial rate = dials.name(StepPlan.LEARNING_RATE, dials.own(plan.learningRate()));
        rate.place(0, steps, perEpoch, steps);
        PenaltyAssembly penalties = new PenaltyAssembly(
                model, dials, factory, services, span -> span.toSteps(perEpoch, steps), diagnostics);
        StepSpec step = new StepAssembly(plan.step(), model, dials, factory, services, diagnostics)
                .assemble(penalties.assemble(plan.step().regularize()), streams(further));
        PassCheck passes = new PassCheck(plan.step().rules(), step.rules(), diagnostics);
        passes.check();
        List<SparsityRule> rules = new ArrayList<>();
        for (SparsifyPlan sparsify : plan.sparsify()) {
            rule(sparsify, model, diagnostics).ifPresent(rule -> {
                new SparsityRuleCheck(sparsify, rule, model, diagnostics).check(optimizer.slots());
                passes.check(sparsify, rule);
                rules.add(rule);
            });
        }
        List<ScheduledDial> given = dials.given();
        given.forEach(dial -> dial.place(0, steps, perEpoch, steps));
        return new PhaseSpec(
                plan.name(),
                steps,
                perEpoch,
                batch,
                loss,
                optimizer,
                rate,
                step,
                given,
                rules,
                plan.validateEvery().map(s -> Math.max(1, s.toSteps(perEpoch, steps))),
                plan.onDivergence(),
                sample,
                plan.teacher().isPresent(),
                reports.stream().anyMatch(part -> part.name().equals(ReportPart.ACTIVATIONS)));
    }

    private List<StreamSpec> streams(Map<String, Integer> batches) {
        return plan.step().streams().stream()
                .map(stream -> new StreamSpec(
                        stream.on().value(),
                        Objects.requireNonNull(batches.get(stream.on().value())),
                        create(Loss.class, stream.loss()),
                        dials.turned(stream.weight()),
                        stream.weight().text()))
                .toList();
    }

    private Optional<SparsityRule> rule(SparsifyPlan sparsify, Model model, Diagnostics diagnostics) {
        List<String> names = new ArrayList<>();
        List<MatrixShape> shapes = new ArrayList<>();
        for (WeightSpec weight : model.weights()) {
            if (sparsify.layers().stream().anyMatch(s -> s.matches(weight.layer()))) {
                names.add(weight.layer());
                shapes.add(weight.shape());
            }
        }
        for (SparsifyPlan.LayerSelector selector : sparsify.layers()) {
            if (model.weights().stream().noneMatch(w -> selector.matches(w.layer()))) {
                diagnostics.add(
                        DiagnosticId.EMPTY_SELECTION,
                        selector.place(),
                        "'" + selector.pattern() + "' matches no layer with a weight.",
                        "Weights are "
                                + model.weights().stream()
                                        .map(w -> "'" + w.layer() + "'")
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Optional<SparsityRule.Window> window = sparsify.update().map(this::window);
        ScheduledDial sparsity = dials.own(sparsify.sparsity());
        ScheduledDial replace = sparsify.replace().map(dials::own).orElse(ScheduledDial.fixed(0));
        if (window.isPresent()) {
            long from = window.get().from();
            sparsity.place(from, window.get().last() - from, perEpoch, steps);
            replace.place(from, window.get().until() - from, perEpoch, steps);
        } else {
            sparsity.place(0, steps, perEpoch, steps);
        }
        return Optional.of(new SparsityRule(
                names,
                shapes,
                sparsity,
                replace,
                create(LayerDistribution.class, sparsify.distribute()),
                create(Pattern.class, sparsify.pattern()),
                create(StartMask.class, sparsify.start()),
                sparsify.storage(),
                sparsify.execution(),
                sparsify.precision(),
                window,
                sparsify.prune().map(use -> create(PruneCriterion.class, use)),
                sparsify.grow().map(use -> create(GrowCriterion.class, use))));
    }

    private <T> T create(Class<T> kind, PluginUse use) {
        return factory.create(kind, use, services);
    }

    private SparsityRule.Window window(SparsifyPlan.UpdateWindow window) {
        return new SparsityRule.Window(
                Math.max(1, window.every().toSteps(perEpoch, steps)),
                window.from().toSteps(perEpoch, steps),
                window.until().toSteps(perEpoch, steps));
    }
}
