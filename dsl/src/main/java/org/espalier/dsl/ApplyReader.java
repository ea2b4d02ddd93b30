package org.espalier.dsl;

import java.util.List;
import java.util.Optional;
import org.espalier.core.plan.ApplyPlan;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.espalier.core.plan.Value;

/** Reads {@code apply 'shrink', below: 0.01, layers: 'conv*'} and {@code apply 'shrink', mask: 'choose'}. */
final class ApplyReader {
    private ApplyReader() {}

    /**
     * @param after how many phases come before it
     */
    static Optional<ApplyPlan> read(Arguments a, int after) {
        Optional<Value.Text> change = a.text("what to apply, in quotes");
        Value.Num below = below(a);
        List<LayerSelector> layers = layers(a);
        Optional<Value.Text> mask = a.textOption("mask");
        return change.map(c -> new ApplyPlan(c.value(), layers, below, mask, after, c.place()));
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
        Optional<Argument> given = a.option("layers");
        if (given.isEmpty()) {
            return List.of();
        }
        List<Value> values = given.get().value() instanceof Value.Items items
                ? items.values()
                : List.of(given.get().value());
        if (values.isEmpty() || !values.stream().allMatch(Value.Text.class::isInstance)) {
            a.wrong(given.get().value().place(), "'layers:' takes names of layers: 'conv*', or ['conv1', 'fc*'].");
            return List.of();
        }
        return values.stream()
                .map(Value.Text.class::cast)
                .map(name -> new LayerSelector(name.value(), name.place()))
                .toList();
    }
}
