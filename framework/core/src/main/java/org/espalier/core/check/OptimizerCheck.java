package org.espalier.core.check;

import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.AveragePlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.Value;

/** Checks phases that go on with the optimizer of the one before: what that kept must belong to the network they begin with. */
record OptimizerCheck(RecipePlan plan, Diagnostics found) {
    private static final String ANEW = "Leave 'from:' out to begin anew.";

    void check() {
        for (int i = 0; i < plan.phases().size(); i++) {
            int number = i;
            plan.phases().get(i).optimizerFrom().ifPresent(from -> check(from, number));
        }
    }

    private void check(Value.Text from, int number) {
        if (number == 0) {
            found.add(
                    DiagnosticId.UNKNOWN_NAME,
                    from.place(),
                    "No phase stands before this one, so there is no optimizer to go on with.",
                    ANEW);
            return;
        }
        PhasePlan before = plan.phases().get(number - 1);
        if (!before.name().equals(from.value())) {
            found.add(
                    DiagnosticId.UNKNOWN_NAME,
                    from.place(),
                    "An optimizer goes on from the phase just before its own, which is '" + before.name() + "', not '"
                            + from.value() + "'.",
                    "Write from: '" + before.name() + "', or leave it out to begin anew.");
            return;
        }
        plan.phases()
                .get(number)
                .start()
                .ifPresent(start -> refuse(from, "the phase starts from a network that was kept"));
        if (!plan.phases().get(number).weights().isEmpty()) {
            refuse(from, "the phase begins with values of a file");
        }
        if (before.step().average().isPresent()) {
            refuse(from, "the phase '" + before.name() + "' ends with an average of its values");
        }
        plan.betweenAfter(number).stream()
                .filter(AveragePlan.class::isInstance)
                .findFirst()
                .ifPresent(mean -> refuse(
                        from,
                        "a mean of networks stands between"
                                + (mean.place().known()
                                        ? ", in line " + mean.place().line()
                                        : "")));
    }

    private void refuse(Value.Text from, String why) {
        found.add(
                DiagnosticId.CONTRADICTION,
                from.place(),
                "What the optimizer of '" + from.value() + "' keeps does not belong to these values: " + why + ".",
                ANEW);
    }
}
