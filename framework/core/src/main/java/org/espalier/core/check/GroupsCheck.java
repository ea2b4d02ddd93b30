package org.espalier.core.check;

import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.Groups;
import org.espalier.core.plan.LayerPlan;
import org.espalier.core.plan.SelectsGroups;
import org.espalier.core.plan.Value;

/**
 * Checks which groups a sentence is about.
 *
 * @param subject what its plugin is, with an article
 */
record GroupsCheck(SelectsGroups plan, String subject, ModelCheck model, Diagnostics found) {
    void check() {
        checkSelection();
        Groups groups = plan.choice(Groups.values(), "groups");
        if (given("groups") && !plan.scales().isEmpty() && groups.ofWeights()) {
            found.add(
                    DiagnosticId.CONTRADICTION,
                    plan.place(),
                    "Scales have no groups '" + LayerPlan.recipeName(groups) + "': there is one for each feature.",
                    "Leave 'groups:' out.");
        }
    }

    private void checkSelection() {
        boolean weights = names("weights");
        boolean scales = names("scales");
        if (weights == scales) {
            found.add(
                    weights ? DiagnosticId.CONTRADICTION : DiagnosticId.EMPTY_SELECTION,
                    plan.place(),
                    weights
                            ? subject + " is for weights or for scales, and this one names both."
                            : subject
                                    + " looks at weights or scales, and this one says neither which weights nor which scales.",
                    weights ? "Write a sentence for each." : "For example: weights: 'conv*', or scales: 'bn*'");
        }
        plan.weights().forEach(selector -> model.requireMatch(selector.pattern(), selector.place()));
        plan.scales().forEach(selector -> model.requireMatch(selector.pattern(), selector.place()));
    }

    private boolean given(String option) {
        return plan.use().options().containsKey(option);
    }

    /** Whether something is there; whether it is a name was checked with the other options. */
    private boolean names(String option) {
        Argument given = plan.use().options().get(option);
        return given != null
                && !(given.value() instanceof Value.Items items
                        && items.values().isEmpty());
    }
}
