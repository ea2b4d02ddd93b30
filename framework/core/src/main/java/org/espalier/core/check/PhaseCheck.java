package org.espalier.core.check;

import java.util.HashMap;
import java.util.Map;
import org.espalier.api.Interval;
import org.espalier.api.Span;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.SparsifyPlan;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.WeightsPlan;

/** Checks one phase. */
final class PhaseCheck {
    private static final Interval RATE = Interval.parse("[0, inf)");

    private final PhasePlan phase;
    private final DataPlan data;
    private final ModelCheck model;
    private final OptionChecker plugins;
    private final Diagnostics found;

    PhaseCheck(PhasePlan phase, DataPlan data, ModelCheck model, OptionChecker plugins, Diagnostics found) {
        this.phase = phase;
        this.data = data;
        this.model = model;
        this.plugins = plugins;
        this.found = found;
    }

    void check() {
        if (phase.train().unit() == Span.Unit.PERCENT || phase.train().amount() == 0) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    phase.place(),
                    "The phase '" + phase.name() + "' trains for " + phase.train() + ".",
                    "Say a number of steps or epochs above 0: train epochs(10)");
        }
        phase.sample().ifPresent(plugins::check);
        phase.weights().forEach(this::checkWeights);
        plugins.check(phase.loss());
        plugins.check(phase.optimizer());
        new DialCheck(plugins, found).check("learningRate", phase.learningRate(), RATE, phase.place());
        new StepCheck(phase.step(), phase.place(), model, plugins, found).check();
        checkValidation();
        CheckpointCheck.check(phase.onDivergence(), phase.place(), found);
        Map<String, Place> selected = new HashMap<>();
        for (SparsifyPlan sparsify : phase.sparsify()) {
            new SparsifyCheck(sparsify, phase, model, plugins, found).check();
            checkOverlap(sparsify, selected);
        }
    }

    private void checkWeights(WeightsPlan weights) {
        plugins.check(weights.use());
        weights.only().forEach(selector -> model.requireMatch(selector.pattern(), selector.place()));
        weights.except().forEach(selector -> model.requireMatch(selector.pattern(), selector.place()));
        weights.rename().forEach((from, to) -> checkRename(weights, from, to));
    }

    private void checkRename(WeightsPlan weights, String from, String to) {
        if (stars(from) != stars(to)) {
            found.add(
                    DiagnosticId.WRONG_ARGUMENTS,
                    weights.place(),
                    "'rename:' of weights turns '" + from + "' into '" + to + "', which has " + stars(to) + " * for "
                            + stars(from) + ".",
                    "Each * stands for the same characters in both: rename: ['layers.*.wq': 'att*.query']");
        }
    }

    private static long stars(String name) {
        return name.chars().filter(c -> c == '*').count();
    }

    private void checkValidation() {
        phase.validateEvery().ifPresent(every -> {
            if (every.amount() == 0) {
                found.add(
                        DiagnosticId.OUT_OF_RANGE,
                        phase.place(),
                        "Validation every " + every + " never comes to an end.",
                        "For example: validate every: epochs(1)");
            }
            if (data.validation() == 0) {
                found.add(
                        DiagnosticId.CONTRADICTION,
                        phase.place(),
                        "The phase '" + phase.name() + "' validates, and no validation data is held out.",
                        "Say in data { … }: split validation: 0.1");
            }
        });
    }

    private void checkOverlap(SparsifyPlan sparsify, Map<String, Place> selected) {
        for (LayerSelector selector : sparsify.layers()) {
            for (String layer : model.matching(selector.pattern())) {
                Place other = selected.putIfAbsent(layer, sparsify.place());
                if (other != null && !other.equals(sparsify.place())) {
                    found.add(
                            DiagnosticId.CONTRADICTION,
                            selector.place(),
                            "The layer '" + layer + "' is in two sparsify blocks of this phase"
                                    + PlanChecker.inLine(other) + ".",
                            "Select it in one of them.");
                }
            }
        }
    }
}
