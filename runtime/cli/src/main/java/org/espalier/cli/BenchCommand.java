package org.espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.espalier.cli.report.BarChart;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.execution.BenchRival;
import org.espalier.core.execution.BenchTurns;
import org.espalier.core.json.Json;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.BenchReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code espalier bench}. */
@Command(
        name = "bench",
        description =
                "Time training steps of a recipe's network on this machine: with every link, masked, and truly sparse,"
                        + " in turns. Nothing is trained for good.",
        customSynopsis = "espalier bench [OPTIONS] (RECIPE | kernels)",
        commandListHeading = "%nCommands:%n")
final class BenchCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "RECIPE", arity = "0..1", description = "The recipe.")
    private @Nullable Path recipe;

    @Option(names = "--turns", paramLabel = "N", defaultValue = "5", description = "Turns of each (5).")
    private int turns = 5;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Steps of a turn that count, after 20 that do not (100).")
    private int steps = 100;

    @Option(
            names = "--against",
            paramLabel = "COMMAND",
            description =
                    "Another program that takes its turns in between and prints what docs/bench.md says. As often as"
                            + " there are programs.")
    private List<String> against = new ArrayList<>();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Where to write the figures; a picture is written beside them (build/bench/NAME.json).")
    private @Nullable Path to;

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    BenchCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (recipe == null) {
            throw new MissingParameterException(
                    spec.commandLine(),
                    spec.positionalParameters().getFirst(),
                    spec.qualifiedName(" ") + " needs RECIPE");
        }
        Path file = new RecipeFiles(surroundings).existing(recipe);
        BenchTurns wanted = new BenchTurns(turns, steps, BenchTurns.usual().discarded());
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            RecipePlan plan = bench.recipe(file, settings.values());
            Terminal terminal = surroundings.terminal();
            List<BenchRival> rivals = against.stream()
                    .<BenchRival>map(command -> new RivalProgram(command, surroundings.file(Path.of(""))))
                    .toList();
            BenchReport report = bench.espalier()
                    .bench(plan, wanted, rivals, output.quiet() || output.json() ? told -> {} : terminal::note);
            Path figures = surroundings.file(to == null ? Path.of("build", "bench", plan.name() + ".json") : to);
            Path picture = beside(figures);
            WrittenText texts = new WrittenText(surroundings);
            texts.write(figures, Json.of(report).pretty());
            texts.write(picture, chart(report).svg());
            if (output.json()) {
                terminal.say(Json.of(report).compact());
            } else {
                new BenchText(report).lines().forEach(terminal::say);
                terminal.say("Written to " + surroundings.show(figures) + " and " + surroundings.show(picture));
            }
        }
        return ExitCode.DONE.number();
    }

    private static Path beside(Path figures) {
        String name = figures.getFileName().toString();
        return figures.resolveSibling(name.replaceFirst("\\.json$", "") + ".svg");
    }

    private static BarChart chart(BenchReport report) {
        return new BarChart(
                "Training steps a second of " + report.recipe(),
                report.contenders().stream()
                        .map(c -> new BarChart.Bar(
                                c.name(),
                                c.stepsPerSecond().median(),
                                Figures.rate(c.stepsPerSecond().median())))
                        .toList());
    }

    /**
     * Options between this command and one that follows it would be lost.
     *
     * @throws UsageException when there are some
     */
    void requireNothingBefore(String command) {
        ParseResult said = spec.commandLine().getParseResult();
        if (!said.matchedArgs().isEmpty()) {
            String first = said.originalArgs().get(said.originalArgs().indexOf(spec.name()) + 1);
            throw new UsageException("'" + first + "' stands before '" + command + "': options of 'espalier bench "
                    + command + "' come after it; 'espalier bench ./" + command
                    + "' times a recipe of this name.");
        }
    }
}
