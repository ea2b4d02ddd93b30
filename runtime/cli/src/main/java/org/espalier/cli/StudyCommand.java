package org.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.espalier.api.EspalierException;
import org.espalier.cli.terminal.Progress;
import org.espalier.cli.terminal.Terminal;
import org.espalier.core.files.FileFault;
import org.espalier.core.json.Json;
import org.espalier.core.plan.StudyPlan;
import org.espalier.core.run.RunControl;
import org.espalier.embed.StudyResult;
import org.espalier.embed.StudyRunner;
import org.espalier.embed.StudyTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier study}. */
@Command(
        name = "study",
        description = "Make the runs of a study, compare them and check its claims. Finished runs are not repeated.")
final class StudyCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "STUDY", description = "The study, for example recipes/studies/rigl-beats-static.groovy.")
    private Path study = Path.of("");

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Folder for the study and its runs (build/studies/NAME).")
    private @Nullable Path runFolder;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "Where to write the table of results (results.md in the study's folder).")
    private @Nullable Path results;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    StudyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = new RecipeFiles(surroundings).existing(study);
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            if (!bench.espalier().isStudy(file)) {
                throw new UsageException(surroundings.show(file) + " is a recipe, not a study; 'espalier run "
                        + surroundings.show(file) + "' runs it.");
            }
            StudyPlan plan = bench.espalier().compileStudy(file);
            Path folder = surroundings.file(runFolder == null ? Path.of("build", "studies", plan.name()) : runFolder);
            StudyResult result = run(bench, plan, file, folder);
            Path table = results == null ? folder.resolve("results.md") : surroundings.file(results);
            copyTable(result, table);
            show(result, table);
            return exitCode(result).number();
        }
    }

    private StudyResult run(Workbench bench, StudyPlan plan, Path file, Path folder) {
        RunControl control = new RunControl();
        try (Progress progress = Progress.on(surroundings.terminal(), output.json(), output.quiet());
                Interruption interruption = Interruption.of(control, progress)) {
            return new StudyRunner(bench.espalier())
                    .run(plan, surroundings.file(file), folder, control, new StudyProgress(progress));
        }
    }

    private void copyTable(StudyResult result, Path table) {
        try {
            Path parent = table.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(table, StudyTable.markdown(result));
        } catch (IOException e) {
            throw new EspalierException(
                    "The table cannot be written to " + surroundings.show(table) + ": " + FileFault.reason(e) + ".", e);
        }
    }

    private void show(StudyResult result, Path table) {
        Terminal terminal = surroundings.terminal();
        if (output.json()) {
            terminal.say(Json.of(result).compact());
            return;
        }
        new StudyText(result).lines().forEach(terminal::say);
        terminal.say("  Written to " + surroundings.show(table) + " and "
                + surroundings.show(result.folder().resolve("study.json")));
    }

    private static ExitCode exitCode(StudyResult result) {
        if (!result.complete()) {
            return ExitCode.INTERRUPTED;
        }
        return result.holds() ? ExitCode.DONE : ExitCode.NOT_MET;
    }
}
