package org.espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticPrinter;
import org.espalier.core.diagnostic.RecipeException;
import org.espalier.core.json.Json;
import org.espalier.core.plan.RecipePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code espalier check}. */
@Command(
        name = "check",
        description = "Read recipes and studies and show every mistake with its line, without running anything.")
final class CheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Recipes or studies.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        RecipeFiles recipes = new RecipeFiles(surroundings);
        List<Path> named = files.stream().map(recipes::existing).toList();
        int wrong = 0;
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            for (Path file : named) {
                List<Diagnostic> mistakes = mistakes(bench, file);
                wrong += mistakes.isEmpty() ? 0 : 1;
                show(file, mistakes);
            }
        }
        if (named.size() > 1 && !output.json() && !output.quiet()) {
            surroundings
                    .terminal()
                    .say(
                            wrong == 0
                                    ? "All " + named.size() + " files are fine."
                                    : wrong + " of " + named.size()
                                            + (wrong == 1 ? " files has mistakes." : " files have mistakes."));
        }
        return (wrong == 0 ? ExitCode.DONE : ExitCode.WRONG).number();
    }

    private List<Diagnostic> mistakes(Workbench bench, Path file) {
        try {
            if (bench.espalier().isStudy(file)) {
                bench.espalier().compileStudy(file);
                return List.of();
            }
            RecipePlan plan = bench.espalier().compile(file, settings.values());
            return bench.espalier().check(plan);
        } catch (RecipeException e) {
            return e.diagnostics();
        }
    }

    private void show(Path file, List<Diagnostic> mistakes) {
        Terminal terminal = surroundings.terminal();
        if (output.json()) {
            terminal.say(Json.of(Map.of("file", file.toString(), "mistakes", mistakes))
                    .compact());
        } else if (mistakes.isEmpty()) {
            if (!output.quiet()) {
                terminal.say(file + ": no mistakes.");
            }
        } else {
            terminal.err().print(new DiagnosticPrinter(terminal.colour()).print(mistakes));
        }
    }
}
