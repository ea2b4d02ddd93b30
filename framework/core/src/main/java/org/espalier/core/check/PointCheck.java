package org.espalier.core.check;

import java.util.List;
import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.ApplyPlan;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.PhasePoint;
import org.espalier.core.plan.RecipePlan;

/** Checks what phases begin with, and learn from. */
record PointCheck(RecipePlan plan, Diagnostics found) {
    void check() {
        for (int i = 0; i < plan.phases().size(); i++) {
            int number = i;
            PhasePlan phase = plan.phases().get(i);
            phase.start().ifPresent(start -> check(start, number, true));
            phase.teacher().ifPresent(teacher -> check(teacher, number, false));
        }
        for (BetweenPlan step : plan.between()) {
            step.needs().forEach(point -> check(point, step.after(), true));
        }
    }

    /**
     * @param number how many phases come before it is needed
     * @param fits whether its network must be of the model of that time
     */
    private void check(PhasePoint start, int number, boolean fits) {
        List<String> before =
                plan.phases().subList(0, number).stream().map(PhasePlan::name).toList();
        int from = before.indexOf(start.from());
        if (from < 0) {
            String known = before.isEmpty()
                    ? "This is the first; leave it out."
                    : "Before it are '" + String.join("', '", before) + "'.";
            found.add(
                    DiagnosticId.UNKNOWN_NAME,
                    start.place(),
                    "No phase before this is called '" + start.from() + "'.",
                    ClosestNames.hint(start.from(), before, known));
            return;
        }
        checkPoint(start, plan.phases().get(from));
        cutBetween(from, number)
                .filter(cut -> fits)
                .ifPresent(cut -> found.add(
                        DiagnosticId.CONTRADICTION,
                        start.place(),
                        "The network of '" + start.from() + "' does not fit any more: channels are removed after it"
                                + (cut.known() ? ", in line " + cut.line() : "") + ".",
                        "Name a phase behind the cut, or leave this out."));
    }

    private void checkPoint(PhasePoint start, PhasePlan from) {
        Optional<Span> late = start.at()
                .filter(at -> at.unit() == Span.Unit.PERCENT
                        ? at.amount() > 100
                        : at.unit() == from.train().unit()
                                && at.amount() > from.train().amount());
        late.ifPresent(at -> found.add(
                DiagnosticId.OUT_OF_RANGE,
                start.place(),
                "The phase '" + from.name() + "' is over before " + at + ": it trains for " + from.train() + ".",
                "Leave 'at:' out to take its end."));
    }

    private Optional<Place> cutBetween(int from, int number) {
        return plan.between().stream()
                .filter(step -> step instanceof ApplyPlan && step.after() > from && step.after() <= number)
                .map(BetweenPlan::place)
                .findFirst();
    }
}
