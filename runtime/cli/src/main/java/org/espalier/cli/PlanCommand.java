package org.espalier.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.json.Json;
import org.espalier.core.run.PlanReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier plan}. */
@Command(
        name = "plan",
        description = "Show what a recipe would do, without training: layers, links, memory, kernels, defaults, time.")
final class PlanCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "RECIPE", description = "The recipe.")
    private Path recipe = Path.of("");

    @Option(names = "--no-timing", description = "Do not time real steps: everything but the predicted time, at once.")
    private boolean noTiming;

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    PlanCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = new RecipeFiles(surroundings).existing(recipe);
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            PlanReport report = bench.espalier().plan(bench.recipe(file, settings.values()), !noTiming);
            Terminal terminal = surroundings.terminal();
            if (output.json()) {
                terminal.say(Json.of(report).compact());
            } else {
                new PlanText(report).lines().forEach(terminal::say);
            }
        }
        return ExitCode.DONE.number();
    }
}
