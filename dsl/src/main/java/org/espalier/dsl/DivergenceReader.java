package org.espalier.dsl;

import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.plan.Argument;
import org.espalier.core.plan.DivergencePlan;
import org.espalier.core.plan.Value;

/** Reads {@code onDivergence 'stop'} and {@code onDivergence 'rollback', factor: 0.5, times: 3}. */
record DivergenceReader(Reading reading) {
    private static final List<String> CHOICES = List.of("stop", "rollback");

    DivergencePlan read(Arguments a) {
        Optional<Value.Text> what = a.text("'stop' or 'rollback'");
        Optional<Argument> factor = a.option("factor");
        Optional<Argument> times = a.option("times");
        if (what.isPresent() && !CHOICES.contains(what.get().value())) {
            reading.found()
                    .add(
                            DiagnosticId.OUT_OF_RANGE,
                            what.get().place(),
                            "There is no onDivergence " + what.get().text() + ".",
                            ClosestNames.hint(what.get().value(), CHOICES));
            return DivergencePlan.STOP;
        }
        boolean rollback = what.filter(w -> w.value().equals("rollback")).isPresent();
        if (what.isPresent() && !rollback) {
            factor.or(() -> times)
                    .ifPresent(option -> a.wrong(option.key(), "Options belong to 'rollback'; 'stop' takes none."));
            return DivergencePlan.STOP;
        }
        return new DivergencePlan(rollback, factor(a, factor), times(a, times), a.place());
    }

    private double factor(Arguments a, Optional<Argument> given) {
        double byDefault = DivergencePlan.STOP.factor();
        if (given.isEmpty()) {
            return byDefault;
        }
        if (!(given.get().value() instanceof Value.Num n)) {
            a.wrong(
                    given.get().value().place(),
                    "'factor:' takes a number, not "
                            + Evaluator.described(given.get().value()) + ".");
            return byDefault;
        }
        if (!(n.value() > 0 && n.value() < 1)) {
            reading.found()
                    .add(
                            DiagnosticId.OUT_OF_RANGE,
                            n.place(),
                            "'factor:' of onDivergence must be in (0, 1), was " + n.text() + ".",
                            "Each rollback multiplies the learning rate by it.");
            return byDefault;
        }
        return n.value();
    }

    private static int times(Arguments a, Optional<Argument> given) {
        return given.flatMap(t -> a.whole("a whole number for 'times:'", t.value(), 1, Integer.MAX_VALUE))
                .map(Long::intValue)
                .orElse(DivergencePlan.STOP.times());
    }
}
