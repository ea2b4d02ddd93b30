package org.espalier.embed;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.Value;

/**
 * A run of a study: a recipe with values for its varied params, and a seed.
 *
 * @param recipe the recipe's name in the study
 * @param params the varied params this recipe declares, with their values
 * @param seed the seed
 * @param plan what is run
 * @param folder where it is written
 */
public record StudyRun(String recipe, Map<String, Value> params, long seed, RecipePlan plan, Path folder) {
    public StudyRun {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    /** For people: {@code rigl-fashion-mnist, sparsity 0.9, seed 1}. */
    public String title() {
        return recipe
                + params.entrySet().stream()
                        .map(p -> ", " + p.getKey() + " " + p.getValue().text())
                        .collect(Collectors.joining())
                + ", seed " + seed;
    }

    /** As a folder is called: {@code rigl-fashion-mnist-sparsity-0.9-seed-1}. */
    static String folderName(String recipe, Map<String, Value> params, long seed) {
        return recipe
                + params.entrySet().stream()
                        .map(p -> "-" + p.getKey() + "-" + p.getValue().text().replaceAll("[^A-Za-z0-9._-]+", "_"))
                        .collect(Collectors.joining())
                + "-seed-" + seed;
    }
}
