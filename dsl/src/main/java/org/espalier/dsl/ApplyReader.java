package org.espalier.dsl;

import java.util.List;
import java.util.Optional;
import org.espalier.core.plan.ApplyPlan;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.AveragePlan;
import org.espalier.core.plan.BetweenPlan;
import org.espalier.core.plan.MergePlan;
import org.espalier.core.plan.PhasePoint;
import org.espalier.core.plan.RecalibratePlan;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.TransformPlan;
import org.espalier.core.plan.Value;

/** Reads {@code apply 'average', of: ['a', 'b']}, {@code apply 'recalibrate', batches: 100}, {@code apply 'merge', layers: 'fc*'}, {@code apply 'shrink', below: 0.01, layers: 'conv*'} and {@code apply 'shrink', mask: 'choose'}. */
final class ApplyReader {
    private ApplyReader() {}

    /**
     * @param after how many phases come before it
     */
    static Optional<BetweenPlan> read(Arguments a, int after) {
        Optional<Value.Text> change = a.text("what to apply, in quotes");
        if (change.isPresent() && !TransformPlan.BUILT_IN.contains(change.get().value())) {
            return Optional.of(new TransformPlan(a.plugin(TransformPlan.KIND, change.get()), after));
        }
        if (change.isPresent() && change.get().value().equals(AveragePlan.AVERAGE)) {
            return Optional.of(new AveragePlan(phases(a), after, change.get().place()));
        }
        if (change.isPresent() && change.get().value().equals(RecalibratePlan.RECALIBRATE)) {
            return Optional.of(
                    new RecalibratePlan(batches(a), after, change.get().place()));
        }
        if (change.isPresent() && change.get().value().equals(MergePlan.MERGE)) {
            return Optional.of(new MergePlan(layers(a), after, change.get().place()));
        }
        Value.Num below = below(a);
        List<LayerSelector> layers = layers(a);
        Optional<Value.Text> mask = a.textOption("mask");
        return change.map(c -> new ApplyPlan(c.value(), layers, below, mask, after, c.place()));
    }

    private static List<PhasePoint> phases(Arguments a) {
        a.example("apply 'average', of: ['first', 'second']");
        if (!a.has("of")) {
            a.wrongAltogether("'apply 'average'' says with 'of:' which phases ended with the networks.");
        }
        return names(a, "of", "names of phases: ['first', 'second']").stream()
                .map(name -> new PhasePoint(name.value(), Optional.empty(), name.place()))
                .toList();
    }

    private static int batches(Arguments a) {
        a.example("apply 'recalibrate', batches: 100");
        return a.option("batches")
                .flatMap(given ->
                        a.whole("a whole number for 'batches:'", given.value(), 1, RecalibratePlan.MOST_BATCHES))
                .map(Long::intValue)
                .orElse(RecalibratePlan.DEFAULT_BATCHES);
    }

    private static Value.Num below(Arguments a) {
        Optional<Argument> given = a.option("below");
        if (given.isPresent()) {
            if (given.get().value() instanceof Value.Num number) {
                return number;
            }
            a.wrong(
                    given.get().value().place(),
                    "'below:' takes a number, not "
                            + Evaluator.described(given.get().value()) + ".");
        }
        return new Value.Num(0, true, a.place());
    }

    private static List<LayerSelector> layers(Arguments a) {
        return names(a, "layers", "names of layers: 'conv*', or ['conv1', 'fc*']").stream()
                .map(name -> new LayerSelector(name.value(), name.place()))
                .toList();
    }

    /**
     * @param what the option takes, for people
     */
    private static List<Value.Text> names(Arguments a, String option, String what) {
        Optional<Argument> given = a.option(option);
        if (given.isEmpty()) {
            return List.of();
        }
        List<Value> values = given.get().value() instanceof Value.Items items
                ? items.values()
                : List.of(given.get().value());
        if (values.isEmpty() || !values.stream().allMatch(Value.Text.class::isInstance)) {
            a.wrong(given.get().value().place(), "'" + option + ":' takes " + what + ".");
            return List.of();
        }
        return values.stream().map(Value.Text.class::cast).toList();
    }
}
