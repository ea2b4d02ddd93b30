package org.espalier.core.plan;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.core.catalog.PluginCatalog;

/** Reads files into plans. Implemented by the recipe language and handed to the runtime. */
public interface RecipeLanguage {
    /**
     * Reads a recipe.
     *
     * @param file the recipe
     * @param settings values for declared params, as the person typed them
     * @param catalog the plugins at hand
     * @throws org.espalier.core.diagnostic.RecipeException with every mistake found
     */
    RecipePlan recipe(Path file, Map<String, String> settings, PluginCatalog catalog);

    /**
     * Reads a study.
     *
     * @throws org.espalier.core.diagnostic.RecipeException with every mistake found
     */
    StudyPlan study(Path file, PluginCatalog catalog);

    /** Whether the file holds a study and not a recipe; false when it cannot be read. */
    boolean isStudy(Path file);
}
