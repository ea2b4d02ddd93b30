package org.espalier.core.assembly;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.espalier.api.loop.Passes;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.RulePlan;
import org.espalier.core.plan.SparsifyPlan;
import org.espalier.core.train.RuleSpec;
import org.espalier.core.train.SparsityRule;

/**
 * What cannot be when rules ask for passes of their own, or for none backward.
 *
 * @param plans of the rules, in their order
 */
record PassCheck(List<RulePlan> plans, List<RuleSpec> rules, Diagnostics found) {
    void check() {
        Optional<RulePlan> gives = givesGradients();
        for (int i = 0; i < rules.size() && gives.isPresent(); i++) {
            RulePlan other = plans.get(i);
            if (rules.get(i).rule().passes().gradients() > 0) {
                found.add(
                        DiagnosticId.CONTRADICTION,
                        other.place(),
                        named(other) + " has gradients computed once more, and under " + named(gives.get())
                                + " there is no backward pass.",
                        "Leave one of them out.");
            }
        }
    }

    /** A rule that does without the backward pass. */
    private Optional<RulePlan> givesGradients() {
        return first(passes -> !passes.backward());
    }

    private Optional<RulePlan> first(Predicate<Passes> which) {
        for (int i = 0; i < rules.size(); i++) {
            if (which.test(rules.get(i).rule().passes())) {
                return Optional.of(plans.get(i));
            }
        }
        return Optional.empty();
    }

    /** What the links of a block go by. */
    void check(SparsifyPlan plan, SparsityRule rule) {
        first(passes -> !passes.backward() || passes.losses() > 0).ifPresent(other -> {
            if (rule.readsPlanes() || rule.readsCurvature()) {
                boolean grows = rule.readsPlanes();
                found.add(
                        DiagnosticId.CONTRADICTION,
                        (grows ? plan.grow() : plan.prune()).orElseThrow().place(),
                        "'" + (grows ? plan.grow() : plan.prune()).orElseThrow().name()
                                + "' reads what the backward pass leaves, and " + named(other)
                                + " computes losses without one.",
                        grows ? "Write: grow 'random'" : "Write: prune 'saliency'");
            }
        });
    }

    private static String named(RulePlan rule) {
        return "rule '" + rule.use().name() + "'";
    }
}
