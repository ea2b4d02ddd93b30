package org.espalier.dsl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.Expectation.Comparison;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.plan.StudyPlan.Claim;
import org.espalier.core.plan.Value;

/** Reads {@code expect { … }} of a study. */
final class ClaimReader {
    private static final String EXAMPLE = "accuracy of: 'rigl', above: 'static', by: 0.002, at: [sparsity: 0.98]";

    private final Reading reading;
    private final List<String> runs;
    private final Map<String, List<Value>> vary;
    private final List<Claim> claims = new ArrayList<>();

    ClaimReader(Reading reading, List<StudyPlan.Run> runs, Map<String, List<Value>> vary) {
        this.reading = reading;
        this.runs = runs.stream().map(StudyPlan.Run::recipe).toList();
        this.vary = vary;
    }

    void read(Sentence.Block block) {
        new BlockReader(Vocabulary.CLAIMS, reading).onOther(this::claim).read(block);
    }

    List<Claim> claims() {
        return claims;
    }

    private void claim(Arguments a) {
        a.example(EXAMPLE);
        Optional<Value.Text> of = a.textOption("of");
        if (!a.has("of")) {
            reading.found()
                    .add(
                            DiagnosticId.MISSING_OPTION,
                            a.place(),
                            "A claim says whose '" + a.word() + "' it is about.",
                            "For example: " + EXAMPLE);
        }
        of.ifPresent(this::known);
        OptionalDouble by = a.numberOption("by");
        Map<String, Value> at = at(a);
        Optional<ExpectReader.Compared> compared = ExpectReader.comparison(a, "another run or a number");
        if (of.isEmpty() || compared.isEmpty()) {
            return;
        }
        Comparison comparison = compared.get().comparison();
        String metric = Evaluator.pluginName(a.word());
        switch (compared.get().with().value()) {
            case Value.Text baseline -> {
                known(baseline);
                boolean down = comparison == Comparison.BELOW || comparison == Comparison.AT_MOST;
                double margin = by.orElse(0) == 0 ? 0 : down ? -by.getAsDouble() : by.getAsDouble();
                claims.add(new Claim(
                        metric, of.get().value(), Optional.of(baseline.value()), comparison, margin, at, a.place()));
            }
            case Value.Num figure -> {
                if (by.isPresent()) {
                    a.wrong(a.place(), "'by:' is a difference to another run, and this claim names a figure.");
                }
                claims.add(new Claim(
                        metric, of.get().value(), Optional.empty(), comparison, figure.value(), at, a.place()));
            }
            case Value other ->
                a.wrong(
                        other.place(),
                        "A claim compares with another run or a number, not with " + Evaluator.described(other) + ".");
        }
    }

    private void known(Value.Text run) {
        if (!runs.contains(run.value())) {
            reading.found()
                    .add(
                            DiagnosticId.UNKNOWN_NAME,
                            run.place(),
                            "'" + run.value() + "' is not one of this study's runs.",
                            ClosestNames.hint(run.value(), runs));
        }
    }

    /** The params a claim is about; each must be one of the values that are varied. */
    private Map<String, Value> at(Arguments a) {
        Map<String, Value> at = new LinkedHashMap<>();
        a.mapOption("at").forEach((param, given) -> {
            List<Value> values = vary.get(param);
            Place place = given.value().place();
            if (values == null) {
                reading.found()
                        .add(
                                DiagnosticId.UNKNOWN_NAME,
                                given.key(),
                                "This study does not vary '" + param + "'.",
                                ClosestNames.hint(param, vary.keySet()));
            } else if (values.stream()
                    .noneMatch(v -> v.text().equals(given.value().text()))) {
                reading.found()
                        .add(
                                DiagnosticId.OUT_OF_RANGE,
                                place,
                                "'" + param + "' is never " + given.value().text() + " in this study.",
                                "It is "
                                        + String.join(
                                                ", ",
                                                values.stream().map(Value::text).toList()) + ".");
            } else {
                at.put(param, given.value());
            }
        });
        return at;
    }
}
