package org.espalier.core.check;

import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.SelectPlan;

/** Checks a mask that is made between phases. */
record SelectCheck(SelectPlan plan, ModelCheck model, OptionChecker plugins, Diagnostics found) {
    void check() {
        plugins.check(plan.use());
        if (plan.given("mask").isPresent()) {
            PlanChecker.checkName("mask", plan.mask().value(), plan.mask().place(), found);
        }
        ApplyCheck.requireBehindAPhase("'select' looks at", plan, found);
        new GroupsCheck(plan, "A selection", model, found).check();
    }
}
