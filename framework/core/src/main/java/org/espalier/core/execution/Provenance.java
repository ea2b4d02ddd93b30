package org.espalier.core.execution;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.core.plan.CanonicalRecipe;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.train.Engine;

/** What made a run and its model, as plain text. */
public final class Provenance {
    /** The entry with the folder that relative paths of the recipe are relative to. */
    public static final String RECIPE_FOLDER = "recipeFolder";

    private Provenance() {}

    /** Depends on nothing but the recipe, so that equal runs write equal files. */
    static Map<String, String> of(RecipePlan plan, CanonicalRecipe canonical) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("espalier.recipe", plan.name());
        provenance.put("espalier.recipe.sha256", canonical.hash());
        provenance.put("espalier.seed", Long.toString(plan.seed()));
        return provenance;
    }

    /** The machine and the software under the run. */
    static Map<String, String> environment(RecipePlan plan, Engine engine) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("java", Runtime.version().toString());
        environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        environment.put("architecture", System.getProperty("os.arch"));
        environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("backend", engine.name() + " (" + engine.backend().description() + ")");
        environment.put(
                RECIPE_FOLDER,
                plan.folder().orElse(Path.of("")).toAbsolutePath().toString());
        return environment;
    }
}
