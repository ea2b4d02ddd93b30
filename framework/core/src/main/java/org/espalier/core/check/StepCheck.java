package org.espalier.core.check;

import org.espalier.api.Interval;
import org.espalier.core.catalog.OptionChecker;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.ClipPlan;
import org.espalier.core.plan.GroupPlan;
import org.espalier.core.plan.StepPlan;
import org.espalier.core.plan.Value;

/**
 * Checks what surrounds the optimizer in a step.
 *
 * @param phase where to point when something has no place
 */
record StepCheck(StepPlan step, Place phase, ModelCheck model, OptionChecker plugins, Diagnostics found) {
    private static final Interval LIMIT = Interval.parse("(0, inf)");
    private static final Interval KEPT = Interval.parse("[0, 1)");
    private static final Interval TIMES = Interval.parse("[0, inf)");

    void check() {
        new RegularizeCheck(step.regularize(), model, plugins, found).check();
        new RuleCheck(step, model, plugins, found).check();
        step.clip().ifPresent(this::checkClip);
        step.average().ifPresent(this::checkAverage);
        if (step.accumulate() < 1 || step.accumulate() > StepPlan.MOST_BATCHES) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    phase,
                    "'accumulate' must be in [1, " + StepPlan.MOST_BATCHES + "], was " + step.accumulate() + ".",
                    "A step has so many batches: accumulate 4");
        }
        for (GroupPlan rate : step.rates()) {
            checkSelector(rate);
            if (!TIMES.contains(rate.times().value())) {
                found.add(
                        DiagnosticId.OUT_OF_RANGE,
                        rate.times().place(),
                        "'times:' of rate must be in " + TIMES + ", was "
                                + rate.times().text() + ".",
                        "It multiplies the learning rate of these layers: rate of: 'conv*', times: 0.1");
            }
        }
        for (GroupPlan decay : step.decays()) {
            checkSelector(decay);
            if (decay.times().value() != 0 && decay.times().value() != 1) {
                found.add(
                        DiagnosticId.OUT_OF_RANGE,
                        decay.times().place(),
                        "'times:' of decay is 0 or 1, not " + decay.times().text()
                                + ": a weight decays or it does not.",
                        "How much weights decay is an option of the optimizer.");
            }
        }
    }

    private void checkAverage(Value.Num decay) {
        if (!KEPT.contains(decay.value())) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    decay.place().known() ? decay.place() : phase,
                    "'decay:' of average must be in " + KEPT + ", was " + decay.text() + ".",
                    "A step keeps so much of the average: average decay: 0.999");
        }
    }

    private void checkClip(ClipPlan clip) {
        new DialCheck(plugins, found).check("'" + clip.by().option() + ":' of clip", clip.limit(), LIMIT, clip.place());
    }

    private void checkSelector(GroupPlan group) {
        model.requireMatch(
                group.of().pattern(), group.of().place().known() ? group.of().place() : group.place());
    }
}
