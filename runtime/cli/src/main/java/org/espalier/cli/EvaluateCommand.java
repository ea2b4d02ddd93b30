package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.Terminal;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier evaluate}. */
@Command(name = "evaluate", description = "Measure the model of a finished run again.")
final class EvaluateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "RUN", description = "The folder of the run, for example build/runs/quickstart.")
    private Path run = Path.of("");

    @Option(
            names = "--on",
            paramLabel = "SPLIT",
            defaultValue = "test",
            description = "Examples to measure on: train, validation or test (test).")
    private String split = "test";

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    EvaluateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path folder = surroundings.file(run);
        if (!Files.isDirectory(folder)) {
            throw new UsageException(
                    "There is no folder " + run + "; name the folder of a run, for example build/runs/quickstart.");
        }
        if (!java.util.List.of("train", "validation", "test").contains(split)) {
            throw new UsageException("--on takes train, validation or test, not '" + split + "'.");
        }
        Terminal terminal = surroundings.terminal();
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            Map<String, Double> values =
                    bench.espalier().evaluate(bench.espalier().recipeOf(folder), folder, split);
            if (output.json()) {
                terminal.say(Json.of(Map.of("split", split, "metrics", values)).compact());
            } else {
                TextTable table = new TextTable("ll");
                new TreeMap<>(values).forEach((metric, value) -> table.row(metric, Figures.value(value)));
                terminal.say(surroundings.show(folder) + ", measured on " + split + ":");
                table.lines().forEach(terminal::say);
            }
        }
        return ExitCode.DONE.number();
    }
}
