package org.espalier.dsl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.ClipPlan;
import org.espalier.core.plan.GroupPlan;
import org.espalier.core.plan.RegularizePlan;
import org.espalier.core.plan.RulePlan;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.StepPlan;
import org.espalier.core.plan.StreamLossPlan;
import org.espalier.core.plan.Value;

/** Reads the words of a phase about what surrounds the optimizer in a step. */
final class StepReader {
    private final List<GroupPlan> rates = new ArrayList<>();
    private final List<GroupPlan> decays = new ArrayList<>();
    private final List<RegularizePlan> regularize = new ArrayList<>();
    private final List<StreamLossPlan> streams = new ArrayList<>();
    private final List<RulePlan> rules = new ArrayList<>();
    private final List<Value.Text> frozen = new ArrayList<>();
    private int accumulate = 1;
    private Optional<Value.Num> average = Optional.empty();
    private Optional<ClipPlan> clip = Optional.empty();

    /** Takes its words of a phase. */
    void readsIn(BlockReader phase) {
        phase.on("clip", this::clip)
                .on(
                        "accumulate",
                        a -> a.whole("a number of batches", 1, StepPlan.MOST_BATCHES)
                                .ifPresent(batches -> accumulate = batches.intValue()))
                .on("rate", a -> group(a).ifPresent(rates::add))
                .on("decay", a -> group(a).ifPresent(decays::add))
                .on("average", this::average)
                .on(
                        RegularizePlan.KIND,
                        a -> a.plugin(RegularizePlan.KIND).ifPresent(use -> regularize.add(new RegularizePlan(use))))
                .on(RulePlan.KIND, a -> a.plugin(RulePlan.KIND).ifPresent(use -> rules.add(new RulePlan(use))))
                .on(StepPlan.FREEZE, a -> a.text("the name of a mask").ifPresent(frozen::add));
    }

    StepPlan plan() {
        return new StepPlan(clip, accumulate, rates, decays, average, regularize, streams, rules, frozen);
    }

    /** {@code loss 'cross-entropy', on: 'forget', weight: -0.5}. */
    void stream(Arguments a) {
        a.example("loss 'cross-entropy', on: 'forget', weight: -0.5");
        Optional<Value.Text> on = a.textOption("on");
        Value weight = a.option("weight").map(Argument::value).orElse(Value.of(1.0));
        a.plugin("loss", Set.of("on", "weight"))
                .ifPresent(use -> on.ifPresent(name -> streams.add(new StreamLossPlan(use, name, weight))));
    }

    Optional<StreamLossPlan> firstStream() {
        return streams.stream().findFirst();
    }

    private void clip(Arguments a) {
        boolean both = a.has("norm") && a.has("value");
        if (both || lacks(a, List.of("norm")) && lacks(a, List.of("value"))) {
            a.wrongAltogether("'clip' says either 'norm:' or 'value:'.");
        }
        for (ClipPlan.By by : ClipPlan.By.values()) {
            a.option(by.option()).ifPresent(limit -> clip = Optional.of(new ClipPlan(by, limit.value(), a.place())));
        }
    }

    private void average(Arguments a) {
        average = number(a, "decay");
        if (lacks(a, List.of("decay"))) {
            a.wrongAltogether("'average' says with 'decay:' what a step keeps of the average.");
        }
    }

    /** Whether an option is not there, nor another in its place, of which people are told by itself. */
    private static boolean lacks(Arguments a, List<String> options) {
        return !a.names().containsAll(options) && options.containsAll(a.names());
    }

    private static Optional<Value.Num> number(Arguments a, String option) {
        Optional<Argument> given = a.option(option);
        if (given.isPresent() && !(given.get().value() instanceof Value.Num)) {
            a.wrong(
                    given.get().value().place(),
                    "'" + option + ":' takes a number, not "
                            + Evaluator.described(given.get().value()) + ".");
        }
        return given.map(Argument::value).filter(Value.Num.class::isInstance).map(Value.Num.class::cast);
    }

    /** {@code of: 'conv*', times: 0.1}. */
    private static Optional<GroupPlan> group(Arguments a) {
        Optional<Value.Text> of = a.textOption("of");
        Optional<Value.Num> times = number(a, "times");
        if (lacks(a, List.of("of", "times"))) {
            a.wrongAltogether("'" + a.word() + "' says which layers with 'of:', and a factor with 'times:'.");
        }
        return of.isEmpty() || times.isEmpty()
                ? Optional.empty()
                : Optional.of(new GroupPlan(
                        new LayerSelector(of.get().value(), of.get().place()), times.get(), a.place()));
    }
}
