package org.espalier.core.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.Value;

/** Checks the penalties of a phase, each by itself and against each other. */
record RegularizeCheck(List<RegularizePlan> penalties, ModelCheck model, OptionChecker plugins, Diagnostics found) {
    void check() {
        Map<String, Place> stepped = new HashMap<>();
        for (RegularizePlan penalty : penalties) {
            plugins.check(penalty.use());
            checkStrength(penalty);
            checkSelection(penalty);
            checkGroups(penalty);
            checkEvery(penalty);
            if (penalty.by().stepsItself()) {
                claim("weights", penalty.weights(), penalty, stepped);
                claim("scales", penalty.scales(), penalty, stepped);
            }
        }
    }

    /** A schedule's ends; a plain number was checked with the other options. */
    private void checkStrength(RegularizePlan penalty) {
        if (penalty.strength() instanceof Value.Part) {
            for (double strength : DialCheck.numbers(penalty.strength())) {
                if (!(strength >= 0)) {
                    found.add(
                            DiagnosticId.OUT_OF_RANGE,
                            penalty.strength().place(),
                            "'strength:' of regularize must be in [0, inf), was " + strength + ".",
                            "A penalty is never negative.");
                }
            }
        }
    }

    private void checkSelection(RegularizePlan penalty) {
        boolean weights = names(penalty, "weights");
        boolean scales = names(penalty, "scales");
        if (weights == scales) {
            found.add(
                    weights ? DiagnosticId.CONTRADICTION : DiagnosticId.EMPTY_SELECTION,
                    penalty.place(),
                    weights
                            ? "A regularizer is for weights or for scales, and this one names both."
                            : "This regularizer says neither which weights nor which scales.",
                    weights ? "Write a sentence for each." : "For example: weights: 'conv*', or scales: 'bn*'");
        }
        penalty.weights().forEach(this::checkSelector);
        penalty.scales().forEach(this::checkSelector);
    }

    /** Whether something is there; whether it is a name was checked with the other options. */
    private static boolean names(RegularizePlan penalty, String option) {
        Argument given = penalty.use().options().get(option);
        return given != null
                && !(given.value() instanceof Value.Items items
                        && items.values().isEmpty());
    }

    private void checkSelector(LayerSelector selector) {
        model.requireMatch(selector.pattern(), selector.place());
    }

    private void checkGroups(RegularizePlan penalty) {
        if (penalty.groups().ofWeights() && !penalty.scales().isEmpty()) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    penalty.place(),
                    "Scales have no groups '" + LayerPlan.recipeName(penalty.groups()) + "': there is one for each"
                            + " feature.",
                    "Leave 'groups:' out, or let all of a layer be one: groups: 'layer'");
        }
    }

    private void checkEvery(RegularizePlan penalty) {
        if (penalty.every().amount() == 0) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    penalty.place(),
                    "Proximal steps every " + penalty.every() + " have no steps between.",
                    "For example: every: steps(10)");
        }
        String by = LayerPlan.recipeName(penalty.by());
        if (penalty.by() != RegularizePlan.By.PROX && gives(penalty, "every")) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    penalty.place(),
                    "A penalty by: '" + by + "' acts in every step, so it has no 'every:'.",
                    "Leave it out, or write by: 'prox'.");
        }
        if (penalty.by() != RegularizePlan.By.HALF_SPACE && gives(penalty, "epsilon")) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    penalty.place(),
                    "'epsilon:' is an option of half-space steps, and this penalty acts by: '" + by + "'.",
                    "Leave it out, or write by: 'half-space'.");
        }
    }

    private static boolean gives(RegularizePlan penalty, String option) {
        return penalty.use().options().containsKey(option);
    }

    private void claim(String what, List<LayerSelector> selectors, RegularizePlan penalty, Map<String, Place> stepped) {
        for (LayerSelector selector : selectors) {
            for (String layer : model.matching(selector.pattern())) {
                Place other = stepped.putIfAbsent(what + " of '" + layer + "'", penalty.place());
                if (other != null && !other.equals(penalty.place())) {
                    found.add(
                            DiagnosticId.CONTRADICTION,
                            selector.place(),
                            "Two regularizers take steps on the " + what + " of '" + layer + "'"
                                    + PlanChecker.inLine(other) + ".",
                            "Select them in one of them, or let one be added to the gradient: by: 'gradient'");
                }
            }
        }
    }
}
