package org.espalier.core.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;

/**
 * A claim about several recipes: every run is repeated for every combination of varied params and every seed.
 *
 * @param name the study's name
 * @param description one sentence, may be empty
 * @param runs names of recipes: files {@code NAME.groovy} in the study's folder or the one above
 * @param vary values by param; a recipe that does not declare a param is run once, not for each of its values
 * @param seeds the seeds
 * @param claims what must hold
 */
public record StudyPlan(
        String name,
        String description,
        List<Run> runs,
        Map<String, List<Value>> vary,
        List<Long> seeds,
        List<Claim> claims,
        Place place) {
    public StudyPlan {
        runs = List.copyOf(runs);
        vary = Collections.unmodifiableMap(new LinkedHashMap<>(vary));
        seeds = List.copyOf(seeds);
        claims = List.copyOf(claims);
    }

    /** A recipe of the study. */
    public record Run(String recipe, Place place) {}

    /**
     * The mean of {@code metric} over the seeds, compared. With a baseline the difference of the pairs with equal seed and
     * params is compared with {@code value}; without one, the mean itself.
     *
     * @param metric a metric measured on the test set
     * @param of the recipe
     * @param baseline the other recipe
     * @param comparison how
     * @param value the margin, or the figure itself
     * @param at the params it is about; empty: every combination
     */
    public record Claim(
            String metric,
            String of,
            Optional<String> baseline,
            Expectation.Comparison comparison,
            double value,
            Map<String, Value> at,
            Place place) {
        public Claim {
            at = Collections.unmodifiableMap(new LinkedHashMap<>(at));
        }
    }
}
