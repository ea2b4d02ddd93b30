package org.espalier.core.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
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
            new GroupsCheck(penalty, "A regularizer", model, found).check();
            checkOutside(penalty);
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

    private void checkOutside(RegularizePlan penalty) {
        boolean channels = switch (penalty.groups()) {
            case FILTER, NEURON, HEAD, CHANNEL -> true;
            case WEIGHT -> !penalty.scales().isEmpty();
            case FILTER_SHAPE, LAYER -> false;
        };
        if (!channels) {
            penalty.outside()
                    .ifPresent(mask -> found.add(
                            DiagnosticId.CONTRADICTION,
                            penalty.place(),
                            "A mask keeps whole channels, and these groups are '"
                                    + LayerPlan.recipeName(penalty.groups()) + "'.",
                            "With 'outside:', write groups: 'filter' or 'channel', or name scales."));
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
