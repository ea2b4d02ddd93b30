package org.espalier.embed;

import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.plan.RecipeLanguage;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.StudyPlan;

/** Stands in where no recipe language is on the class path: plans come from Java alone. */
final class NoLanguage implements RecipeLanguage {
    @Override
    public RecipePlan recipe(Path file, Map<String, String> settings, PluginCatalog catalog) {
        throw missing(file);
    }

    @Override
    public StudyPlan study(Path file, PluginCatalog catalog) {
        throw missing(file);
    }

    @Override
    public boolean isStudy(Path file) {
        return false;
    }

    private static EspalierException missing(Path file) {
        return new EspalierException("No recipe language is on the class path, so " + file
                + " cannot be read. Add espalier-dsl, or build the plan with RecipePlan.builder.");
    }
}
