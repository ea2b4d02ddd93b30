package org.espalier.embed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.espalier.api.EspalierException;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.plan.Value;
import org.espalier.embed.StudyResult.Measurement;

/** Draws conclusions from measurements: means over seeds, differences of pairs, claims. */
final class StudyClaims {
    private final StudyPlan study;
    private final List<Measurement> measured;

    StudyClaims(StudyPlan study, List<Measurement> measured) {
        this.study = study;
        this.measured = List.copyOf(measured);
    }

    StudyResult result(boolean complete, Map<String, String> environment, Path folder) {
        List<StudyResult.ClaimCheck> checks = complete
                ? study.claims().stream()
                        .flatMap(claim -> check(claim).stream())
                        .toList()
                : List.of();
        return new StudyResult(
                study.name(), study.description(), complete, measured, rows(), checks, environment, folder);
    }

    private List<StudyResult.Row> rows() {
        record Key(String recipe, Map<String, String> params) {}
        Map<Key, List<Measurement>> groups = new LinkedHashMap<>();
        for (Measurement m : measured) {
            groups.computeIfAbsent(new Key(m.recipe(), m.params()), k -> new ArrayList<>())
                    .add(m);
        }
        List<StudyResult.Row> rows = new ArrayList<>();
        groups.forEach((key, group) -> rows.add(new StudyResult.Row(
                key.recipe(),
                key.params(),
                metrics(group),
                sample(group, Measurement::sparsity),
                sample(group, Measurement::links),
                sample(group, Measurement::flopsPerExample),
                sample(group, Measurement::stepsPerSecond))));
        return rows;
    }

    private static Map<String, Sample> metrics(List<Measurement> group) {
        Map<String, Sample> samples = new TreeMap<>();
        for (String metric : group.getFirst().metrics().keySet()) {
            samples.put(metric, sample(group, m -> m.metrics().getOrDefault(metric, Double.NaN)));
        }
        return samples;
    }

    private static Sample sample(List<Measurement> group, ToDoubleFunction<Measurement> value) {
        return Sample.of(group.stream().map(value::applyAsDouble).toList());
    }

    /** One check for each combination of params the claim is about. */
    private List<StudyResult.ClaimCheck> check(StudyPlan.Claim claim) {
        Set<Map<String, String>> places = new LinkedHashSet<>();
        for (Measurement m : measured) {
            if (m.recipe().equals(claim.of()) && isAt(m, claim)) {
                places.add(m.params());
            }
        }
        if (places.isEmpty()) {
            throw new EspalierException(
                    "The claim at " + claim.place() + " is about a combination of params that no run has.");
        }
        return places.stream().map(at -> check(claim, at)).toList();
    }

    private static boolean isAt(Measurement m, StudyPlan.Claim claim) {
        return claim.at().entrySet().stream()
                .allMatch(
                        e -> sameValue(m.params().get(e.getKey()), e.getValue().text()));
    }

    /** Whether two values as recipes write them are equal; numbers by value, so that 0.90 is 0.9. */
    private static boolean sameValue(@org.jspecify.annotations.Nullable String given, String wanted) {
        if (given == null) {
            return false;
        }
        try {
            return given.equals(wanted) || Double.parseDouble(given) == Double.parseDouble(wanted);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private StudyResult.ClaimCheck check(StudyPlan.Claim claim, Map<String, String> at) {
        List<Double> values = new ArrayList<>();
        for (Measurement m : measured) {
            if (m.recipe().equals(claim.of()) && m.params().equals(at)) {
                double own = metric(m, claim);
                values.add(claim.baseline()
                        .map(b -> own - metric(partner(m, b), claim))
                        .orElse(own));
            }
        }
        Sample sample = Sample.of(values);
        boolean holds = claim.comparison().holds(sample.mean(), claim.value());
        return new StudyResult.ClaimCheck(text(claim), at, sample, claim.value(), holds);
    }

    private static double metric(Measurement m, StudyPlan.Claim claim) {
        Double value = m.metrics().get(claim.metric());
        if (value == null) {
            throw new EspalierException(
                    "The claim at " + claim.place() + " is about " + claim.metric() + ", which the run "
                            + m.folder() + " has not measured on the test set; it has "
                            + String.join(", ", m.metrics().keySet())
                            + ".");
        }
        return value;
    }

    /** The run of the baseline with the same seed and, of the params both declare, the same values. */
    private Measurement partner(Measurement m, String baseline) {
        Predicate<Measurement> fits = other -> other.recipe().equals(baseline)
                && other.seed() == m.seed()
                && other.params().entrySet().stream()
                        .allMatch(e -> e.getValue().equals(m.params().getOrDefault(e.getKey(), e.getValue())));
        Optional<Measurement> partner = measured.stream().filter(fits).findFirst();
        return partner.orElseThrow(() -> new EspalierException(
                "The run " + m.folder() + " has no run of " + baseline + " to be compared with."));
    }

    /** For people: {@code accuracy of rigl above static by 0.002}. */
    private static String text(StudyPlan.Claim claim) {
        String margin = Value.of(claim.value()).text();
        String words = claim.comparison().words();
        return claim.metric() + " of " + claim.of() + " " + words + " "
                + claim.baseline()
                        .map(b -> claim.value() == 0 ? b : b + " by " + margin)
                        .orElse(margin);
    }
}
