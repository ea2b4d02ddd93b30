package org.espalier.embed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.plan.Value;

/** Turns a study into its runs; every recipe is read and checked before the first one starts. */
final class StudyRuns {
    private static final String SUFFIX = ".groovy";

    private final Espalier espalier;
    private final Path studyFile;
    private final Path folder;
    private final Diagnostics mistakes = new Diagnostics();

    StudyRuns(Espalier espalier, Path studyFile, Path folder) {
        this.espalier = espalier;
        this.studyFile = studyFile;
        this.folder = folder;
    }

    /**
     * @throws RecipeException with the mistakes of the study and of all its recipes
     */
    List<StudyRun> of(StudyPlan study) {
        List<StudyRun> runs = new ArrayList<>();
        for (StudyPlan.Run run : study.runs()) {
            try {
                runs.addAll(runsOf(run, study));
            } catch (RecipeException e) {
                e.diagnostics().forEach(d -> mistakes.add(d.id(), d.place(), d.message(), d.hint()));
            }
        }
        checkParams(study, runs);
        mistakes.throwIfAny();
        return runs;
    }

    private List<StudyRun> runsOf(StudyPlan.Run run, StudyPlan study) {
        Path file = find(run.recipe());
        if (!Files.isRegularFile(file)) {
            mistakes.add(
                    DiagnosticId.UNKNOWN_NAME,
                    run.place(),
                    "There is no recipe '" + run.recipe()
                            + "': neither beside the study nor in the folder above is a file " + run.recipe() + SUFFIX
                            + ".");
            return List.of();
        }
        Map<String, Value> declared = espalier.compile(file, Map.of()).params();
        List<StudyRun> runs = new ArrayList<>();
        for (Map<String, Value> params : combinations(study.vary(), declared)) {
            Map<String, String> settings = new LinkedHashMap<>();
            params.forEach((name, value) -> settings.put(name, typed(value)));
            RecipePlan plan = espalier.compile(file, settings);
            for (long seed : study.seeds()) {
                Path at = folder.resolve(StudyRun.folderName(run.recipe(), params, seed));
                runs.add(new StudyRun(run.recipe(), params, seed, plan.withSeed(seed), at));
            }
        }
        return runs;
    }

    /** The file of a recipe: beside the study, or in the folder above. */
    private Path find(String recipe) {
        Path beside = studyFile.resolveSibling(recipe + SUFFIX);
        Path above = studyFile.resolveSibling("..").resolve(recipe + SUFFIX).normalize();
        return Files.isRegularFile(beside) ? beside : above;
    }

    /** Every combination of the varied params that the recipe declares; the last one varies fastest. */
    private static List<Map<String, Value>> combinations(Map<String, List<Value>> vary, Map<String, Value> declared) {
        List<Map<String, Value>> all = new ArrayList<>(List.of(Map.of()));
        vary.forEach((name, values) -> {
            if (declared.containsKey(name)) {
                List<Map<String, Value>> longer = new ArrayList<>();
                for (Map<String, Value> shorter : all) {
                    for (Value value : values) {
                        Map<String, Value> one = new LinkedHashMap<>(shorter);
                        one.put(name, value);
                        longer.add(one);
                    }
                }
                all.clear();
                all.addAll(longer);
            }
        });
        return all;
    }

    /** As a person would type it after {@code --set}. */
    private static String typed(Value value) {
        return value instanceof Value.Text(String text, var place) ? text : value.text();
    }

    private void checkParams(StudyPlan study, List<StudyRun> runs) {
        if (!mistakes.isEmpty()) {
            return;
        }
        List<String> declared = runs.stream()
                .flatMap(run -> run.plan().params().keySet().stream())
                .distinct()
                .toList();
        for (String name : study.vary().keySet()) {
            if (!declared.contains(name)) {
                List<String> close = ClosestNames.of(name, declared);
                mistakes.add(
                        DiagnosticId.UNKNOWN_PARAM,
                        study.place(),
                        "The study varies '" + name + "', and none of its recipes declares such a param.",
                        close.isEmpty() ? "" : "Did you mean '" + String.join("' or '", close) + "'?");
            }
        }
    }
}
