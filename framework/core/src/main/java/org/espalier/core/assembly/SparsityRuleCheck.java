package org.espalier.core.assembly;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.score.GrowCriterion;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.SparsifyPlan;
import org.espalier.core.plan.SparsifyPlan.Execution;
import org.espalier.core.plan.SparsifyPlan.Precision;
import org.espalier.core.train.SparsityRule;

/** What the plugins of a block {@code sparsify} cannot do together. */
record SparsityRuleCheck(SparsifyPlan plan, SparsityRule rule, Model model, Diagnostics found) {
    /**
     * @param slots names of the numbers the optimizer keeps for each value
     */
    void check(List<String> slots) {
        checkPattern();
        checkExecution();
        if (rule.precision() == Precision.MIXED) {
            checkMixed();
        }
        if (rule.distribution().byScore()) {
            checkCompetition();
        }
        if (rule.readsFlow()) {
            checkFlow(plan.prune().orElseThrow());
        }
        rule.grow().ifPresent(grow -> checkSlots(grow, plan.grow().orElseThrow(), slots));
    }

    private void checkPattern() {
        if (rule.pattern().free() || rule.window().isEmpty()) {
            return;
        }
        if (!rule.storage().latent()) {
            contradiction(
                    plan.pattern().place(),
                    "Updates move single links, and the pattern '"
                            + plan.pattern().name() + "' keeps or drops them together.",
                    "Write: storage 'latent'. Or leave out 'update' and what belongs to it.");
        } else if (rule.grow().isPresent()) {
            contradiction(
                    plan.pattern().place(),
                    "Links grow one by one, and the pattern '" + plan.pattern().name()
                            + "' keeps or drops them together.",
                    "Leave out 'replace' and 'grow': then an update chooses anew among all positions.");
        }
    }

    private void checkExecution() {
        List<String> without = new ArrayList<>(rule.layers());
        model.weights().stream()
                .filter(weight -> model.operations().stream().anyMatch(o -> o.multipliesBy(weight.name())))
                .forEach(weight -> without.remove(weight.layer()));
        if (rule.execution() == Execution.DENSE && !without.isEmpty()) {
            contradiction(
                    plan.place(),
                    "'" + without.getFirst() + "' is read by links only: it is no dense layer and no convolution.",
                    "Leave it to a block of its own, without: execution 'dense'");
        }
    }

    private void checkMixed() {
        for (WeightSpec weight : model.weights()) {
            List<Operation> products = model.operations().stream()
                    .filter(operation -> operation.multipliesBy(weight.name()))
                    .toList();
            boolean bf16 = !products.isEmpty() && products.stream().allMatch(product -> product.bf16(weight.name()));
            if (rule.layers().contains(weight.layer()) && !bf16) {
                contradiction(
                        plan.place(),
                        "'" + weight.layer()
                                + "' is no linear layer that sees an example at one position, and only the links of such a"
                                + " layer fetch rounded values.",
                        "Leave it to a block of its own, without: precision 'mixed'");
            }
        }
    }

    private void checkCompetition() {
        if (rule.prune().isEmpty()) {
            contradiction(
                    plan.distribute().place(),
                    "'" + plan.distribute().name() + "' compares scores at updates, and this block has no 'prune'.",
                    "Say which links go: update every: steps(100), and prune 'lamp'. Or: distribute 'erk'");
        }
        if (!rule.pattern().free()) {
            contradiction(
                    plan.distribute().place(),
                    "'" + plan.distribute().name() + "' compares single links of all layers, and the pattern '"
                            + plan.pattern().name() + "' keeps or drops them together.",
                    "Write: pattern 'unstructured'. Or: distribute 'uniform'");
        }
    }

    private void checkFlow(PluginUse use) {
        List<String> ends = model.withoutFlow();
        if (!ends.isEmpty()) {
            contradiction(
                    use.place(),
                    "'" + use.name() + "' follows what flows through the network when only magnitudes count, and that"
                            + " ends at '" + ends.getFirst() + "', which is not linear then.",
                    "Use layers, pools, sums and batch normalisation with 'relu'. Or: prune 'saliency'");
        }
        if (rule.storage().latent() && rule.grow().isEmpty()) {
            contradiction(
                    use.place(),
                    "Nothing flows through positions that are not seen, so under '" + use.name()
                            + "' none of them would ever come back.",
                    "Leave out: storage 'latent'");
        }
    }

    private void checkSlots(GrowCriterion grow, PluginUse use, List<String> slots) {
        if (grow.slots().isEmpty()) {
            return;
        }
        if (!rule.storage().latent()) {
            contradiction(
                    use.place(),
                    "'" + use.name()
                            + "' reads what the optimizer keeps for every position, and sparse storage keeps it for"
                            + " links only.",
                    "Write: storage 'latent'. Or: grow 'gradient'");
        }
        for (String slot : grow.slots()) {
            if (!slots.contains(slot)) {
                contradiction(
                        use.place(),
                        "'" + use.name() + "' reads '" + slot + "' of the optimizer, which keeps no such number.",
                        slots.isEmpty()
                                ? "Use an optimizer with momentum: optimizer 'sgd', momentum: 0.9"
                                : "It keeps '" + String.join("', '", slots) + "'.");
            }
        }
    }

    private void contradiction(Place place, String message, String hint) {
        found.add(DiagnosticId.CONTRADICTION, place.known() ? place : plan.place(), message, hint);
    }
}
