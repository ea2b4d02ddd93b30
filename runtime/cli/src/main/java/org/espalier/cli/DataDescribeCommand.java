package org.espalier.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.json.Json;
import org.espalier.core.run.DataDescription;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code espalier data describe}. */
@Command(
        name = "describe",
        description = "Show what data hold: shapes, classes, missing values, ranges, a few examples.")
final class DataDescribeCommand implements Callable<Integer> {
    private static final String RECIPE = ".groovy";

    private final Surroundings surroundings;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE|FILE|RECIPE [OPTION=VALUE...]",
            hideParamSyntax = true,
            description = "For example 'fashion-mnist', 'mine.csv target=price', 'csv file=mine.data', 'pets'"
                    + " (a folder of pictures), or a recipe.")
    private List<String> words = List.of();

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    DataDescribeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Terminal terminal = surroundings.terminal();
        DataDescription description;
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            DataChoice choice = choice(bench);
            description = bench.espalier().describe(choice.data(), choice.seed(), choice.folder());
        }
        if (output.json()) {
            terminal.say(Json.of(description).compact());
        } else {
            new DataText(description, terminal.outColumns()).lines().forEach(terminal::sayCut);
        }
        return ExitCode.DONE.number();
    }

    private DataChoice choice(Workbench bench) {
        String named = words.getFirst();
        if (!named.endsWith(RECIPE)) {
            if (!settings.values().isEmpty()) {
                throw new UsageException(
                        "--set changes a param of a recipe; options of a source are given as" + " NAME=VALUE alone.");
            }
            return DataChoice.of(words, bench.espalier().catalog(), surroundings);
        }
        if (words.size() > 1) {
            throw new UsageException(
                    "The options of the data stand in the recipe; --set NAME=VALUE changes a param of it.");
        }
        Path file = new RecipeFiles(surroundings).existing(Path.of(named));
        return DataChoice.ofRecipe(bench.recipe(file, settings.values()), surroundings);
    }
}
