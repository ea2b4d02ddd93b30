package org.espalier.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.PhasePlan;
import org.espalier.core.plan.PhasePoint;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.WeightsPlan;

/**
 * Checks the points of earlier phases that later ones begin with, learn from, or are averaged of.
 *
 * @param reforms what changes the form of the network, and in what way
 */
public record PointCheck(RecipePlan plan, Function<BetweenPlan, Optional<String>> reforms, Diagnostics found) {
    /** Reports what is wrong with each. */
    public void check() {
        for (int i = 0; i < plan.phases().size(); i++) {
            int number = i;
            PhasePlan phase = plan.phases().get(i);
            phase.start().ifPresent(start -> check(start, number, cutsUpTo(number)));
            phase.weights().forEach(weights -> checkWeights(weights, number));
            phase.teacher().ifPresent(teacher -> check(teacher, number, List.of()));
        }
        List<BetweenPlan> cuts = new ArrayList<>();
        for (BetweenPlan step : plan.between()) {
            step.needs().forEach(point -> check(point, step.after(), cuts));
            if (reforms.apply(step).isPresent()) {
                cuts.add(step);
            }
        }
    }

    /**
     * @param number how many phases come before it is needed
     * @param cuts those that its network must not be from before
     */
    private void check(PhasePoint point, int number, List<BetweenPlan> cuts) {
        List<String> before =
                plan.phases().subList(0, number).stream().map(PhasePlan::name).toList();
        int from = before.indexOf(point.from());
        if (from < 0) {
            String known = before.isEmpty()
                    ? "This is the first; leave it out."
                    : "Before it are '" + String.join("', '", before) + "'.";
            found.add(
                    DiagnosticId.UNKNOWN_NAME,
                    point.place(),
                    "No phase before this is called '" + point.from() + "'.",
                    ClosestNames.hint(point.from(), before, known));
            return;
        }
        checkPoint(point, plan.phases().get(from));
        cuts.stream()
                .filter(cut -> cut.after() > from)
                .findFirst()
                .ifPresent(cut -> found.add(
                        DiagnosticId.CONTRADICTION,
                        point.place(),
                        "The network of '" + point.from() + "' does not fit any more: "
                                + reforms.apply(cut).orElseThrow() + " after it"
                                + (cut.place().known()
                                        ? ", in line " + cut.place().line()
                                        : "") + ".",
                        "Name a phase behind that, or leave this out."));
    }

    private void checkWeights(WeightsPlan weights, int number) {
        cutsUpTo(number).stream()
                .findFirst()
                .ifPresent(cut -> found.add(
                        DiagnosticId.CONTRADICTION,
                        weights.place(),
                        "Values of a file belong to the whole network, and "
                                + reforms.apply(cut).orElseThrow() + " before this phase"
                                + (cut.place().known()
                                        ? ", in line " + cut.place().line()
                                        : "") + ".",
                        "Say weights in a phase before that."));
    }

    private void checkPoint(PhasePoint point, PhasePlan from) {
        Optional<Span> late = point.at()
                .filter(at -> at.unit() == Span.Unit.PERCENT
                        ? at.amount() > 100
                        : at.unit() == from.train().unit()
                                && at.amount() > from.train().amount());
        late.ifPresent(at -> found.add(
                DiagnosticId.OUT_OF_RANGE,
                point.place(),
                "The phase '" + from.name() + "' is over before " + at + ": it trains for " + from.train() + ".",
                "Leave 'at:' out to take its end."));
    }

    private List<BetweenPlan> cutsUpTo(int phases) {
        return plan.between().stream()
                .filter(step -> reforms.apply(step).isPresent() && step.after() <= phases)
                .toList();
    }
}
