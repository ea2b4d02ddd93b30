package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.espalier.core.execution.TrainedModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A trained model that a person names: a run's folder, or a recipe that begins with values of a file. */
final class ModelArgument {
    @Parameters(
            paramLabel = "MODEL",
            description = "The folder of a run, for example build/runs/quickstart; or a recipe whose first phase takes"
                    + " weights of a file.")
    private Path model = Path.of("");

    @Mixin
    private final Settings settings = new Settings();

    /** As messages call it. */
    String shown(Surroundings surroundings) {
        return surroundings.show(surroundings.file(model));
    }

    /**
     * Does something with it.
     *
     * @throws UsageException when there is neither a folder nor a file
     */
    <T> T with(Workbench bench, Surroundings surroundings, Function<TrainedModel, T> use) {
        Path file = surroundings.file(model);
        if (Files.isDirectory(file)) {
            if (!settings.values().isEmpty()) {
                throw new UsageException("--set gives values to the params of a recipe; those of the run " + model
                        + " are what they were.");
            }
            return bench.espalier().withModel(bench.espalier().recipeOf(file), file, use);
        }
        if (!Files.exists(file) && !model.toString().endsWith(".groovy")) {
            throw new UsageException("There is no folder " + model
                    + "; name the folder of a run, for example build/runs/quickstart, or a recipe.");
        }
        Path recipe = new RecipeFiles(surroundings).existing(model);
        return bench.espalier().withModel(bench.recipe(recipe, settings.values()), use);
    }
}
