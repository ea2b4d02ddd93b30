package org.espalier.dsl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.Expectation;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.plan.Value;

/** Reads every recipe of a study with every value it varies, so that no run fails for what could be known at once. */
record StudyCheck(GroovyRecipes language, StudyReader.RecipeFiles files, PluginCatalog catalog, Diagnostics found) {
    private static final long MAX_READINGS = 500;

    void check(StudyPlan study) {
        long values = study.vary().values().stream().mapToLong(List::size).sum();
        if (study.runs().size() * (1 + values) > MAX_READINGS) {
            found.add(
                    DiagnosticId.OUT_OF_RANGE,
                    study.place(),
                    "The study has " + study.runs().size() + " recipes and " + values + " varied values; together they"
                            + " come to more than " + MAX_READINGS + " recipes to check.",
                    "Make several studies of it.");
            return;
        }
        Set<String> declared = new LinkedHashSet<>();
        boolean allRead = true;
        for (StudyPlan.Run run : study.runs()) {
            Optional<Path> file = files.find(run.recipe());
            Optional<RecipePlan> plan = file.flatMap(f -> read(f, Map.of()));
            allRead &= plan.isPresent();
            plan.ifPresent(p -> {
                declared.addAll(p.params().keySet());
                vary(study, p, file.orElseThrow());
            });
        }
        if (allRead) {
            checkParams(study, declared);
        }
        checkMetrics(study);
    }

    private Optional<RecipePlan> read(Path file, Map<String, String> settings) {
        try {
            return Optional.of(language.recipe(file, settings, catalog));
        } catch (RecipeException e) {
            e.diagnostics().forEach(found::add);
            return Optional.empty();
        }
    }

    private void vary(StudyPlan study, RecipePlan plan, Path file) {
        study.vary().forEach((param, values) -> {
            if (plan.params().containsKey(param)) {
                values.forEach(value -> read(file, Map.of(param, setting(value))));
            }
        });
    }

    /** A value as a person would type it behind {@code --set}. */
    private static String setting(Value value) {
        return value instanceof Value.Text t ? t.value() : value.text();
    }

    private void checkParams(StudyPlan study, Set<String> declared) {
        study.vary().forEach((param, values) -> {
            if (!declared.contains(param)) {
                found.add(
                        DiagnosticId.UNKNOWN_PARAM,
                        values.isEmpty() ? study.place() : values.getFirst().place(),
                        "No recipe of this study declares a param '" + param + "'.",
                        ClosestNames.hint(param, declared));
            }
        });
    }

    private void checkMetrics(StudyPlan study) {
        List<String> metrics = new ArrayList<>();
        catalog.plugins().stream()
                .filter(p -> p.kind().equals("metric"))
                .map(PluginDescriptor::name)
                .sorted()
                .forEach(metrics::add);
        metrics.addAll(Expectation.OF_EXPERTS);
        for (StudyPlan.Claim claim : study.claims()) {
            if (!metrics.contains(claim.metric())) {
                found.add(
                        DiagnosticId.UNKNOWN_PLUGIN,
                        claim.place(),
                        "There is no metric '" + claim.metric() + "'.",
                        ClosestNames.hint(claim.metric(), metrics));
            }
        }
    }
}
