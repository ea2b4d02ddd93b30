package org.espalier.cli;

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

/** {@code espalier evaluate}. */
@Command(
        name = "evaluate",
        description = "Measure the model of a finished run again, or one that a recipe begins with.")
final class EvaluateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final ModelArgument model = new ModelArgument();

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
        if (!java.util.List.of("train", "validation", "test").contains(split)) {
            throw new UsageException("--on takes train, validation or test, not '" + split + "'.");
        }
        Terminal terminal = surroundings.terminal();
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            Map<String, Double> values = model.with(bench, surroundings, trained -> trained.evaluate(split));
            if (output.json()) {
                terminal.say(Json.of(Map.of("split", split, "metrics", values)).compact());
            } else {
                TextTable table = new TextTable("ll");
                new TreeMap<>(values).forEach((metric, value) -> table.row(metric, Figures.value(value)));
                terminal.say(model.shown(surroundings) + ", measured on " + split + ":");
                table.lines().forEach(terminal::say);
            }
        }
        return ExitCode.DONE.number();
    }
}
