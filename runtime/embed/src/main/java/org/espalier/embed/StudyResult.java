package org.espalier.embed;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a study measured.
 *
 * @param study its name
 * @param complete whether every run was made; a study that was stopped has no claims
 * @param measurements one for each run
 * @param rows one for each recipe and combination of params
 * @param claims one for each claim and combination of params it is about
 * @param environment where it was measured
 * @param folder where everything was written
 */
public record StudyResult(
        String study,
        String description,
        boolean complete,
        List<Measurement> measurements,
        List<Row> rows,
        List<ClaimCheck> claims,
        Map<String, String> environment,
        Path folder) {
    public StudyResult {
        measurements = List.copyOf(measurements);
        rows = List.copyOf(rows);
        claims = List.copyOf(claims);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** Whether the study is complete and every claim holds. */
    public boolean holds() {
        return complete && claims.stream().allMatch(ClaimCheck::holds);
    }

    /**
     * A finished run.
     *
     * @param params the varied params of its recipe, as recipes write them
     * @param metrics measured on the test set at the end
     * @param sparsity share of zeros over all weights at the end
     * @param flopsPerExample multiply-adds times two of a forward pass
     * @param stepsPerSecond median
     * @param folder the run's folder, relative to the study's
     */
    public record Measurement(
            String recipe,
            Map<String, String> params,
            long seed,
            Map<String, Double> metrics,
            double sparsity,
            long links,
            double flopsPerExample,
            double stepsPerSecond,
            double seconds,
            String folder) {
        public Measurement {
            params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    /** The runs of a recipe with equal params, over the seeds. */
    public record Row(
            String recipe,
            Map<String, String> params,
            Map<String, Sample> metrics,
            Sample sparsity,
            Sample links,
            Sample flopsPerExample,
            Sample stepsPerSecond) {
        public Row {
            params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    /**
     * A claim checked at a combination of params.
     *
     * @param text what is claimed
     * @param at the params it was checked at
     * @param measured differences of the pairs with equal seed, or the values themselves when there is no baseline
     * @param wanted with what the mean is compared
     */
    public record ClaimCheck(String text, Map<String, String> at, Sample measured, double wanted, boolean holds) {
        public ClaimCheck {
            at = Collections.unmodifiableMap(new LinkedHashMap<>(at));
        }
    }
}
