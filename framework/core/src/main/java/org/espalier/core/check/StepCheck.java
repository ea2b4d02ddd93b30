package org.espalier.core.check;

import org.espalier.api.Interval;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.ClipPlan;
import org.espalier.core.plan.StepPlan;

/** Checks what surrounds the optimizer in a step. */
record StepCheck(StepPlan step, OptionChecker plugins, Diagnostics found) {
    private static final Interval LIMIT = Interval.parse("(0, inf)");

    void check() {
        step.clip().ifPresent(this::checkClip);
    }

    private void checkClip(ClipPlan clip) {
        new DialCheck(plugins, found)
                .check("'" + clip.by().option() + ":' of clip", clip.limit(), LIMIT, clip.place());
    }
}
