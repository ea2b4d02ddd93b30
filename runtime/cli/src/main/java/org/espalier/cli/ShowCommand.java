package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.espalier.core.execution.StoredRun;
import org.espalier.core.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code espalier show}. */
@Command(
        name = "show",
        description = "Show how a run stands or what a model holds, and what made it.",
        footer = {
            "",
            "Examples:",
            "  espalier show build/runs/quickstart",
            "  espalier show model.safetensors",
            "  espalier show model.safetensors --recipe > again.groovy"
        })
final class ShowCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "RUN|MODEL",
            description = "The folder of a run, or a safetensors file that Espalier wrote.")
    private Path named = Path.of("");

    @Option(names = "--recipe", description = "Show only the recipe, in the form that can be saved and run again.")
    private boolean recipe;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = surroundings.file(named);
        if (!Files.exists(file)) {
            throw new UsageException("There is no " + named + "; name the folder of a run, for example"
                    + " build/runs/quickstart, or a model, for example build/runs/quickstart/model.safetensors.");
        }
        if (Files.isDirectory(file)) {
            showRun(StoredRun.read(file));
        } else {
            showModel(ModelText.read(file, surroundings.show(file)));
        }
        return ExitCode.DONE.number();
    }

    private void showRun(StoredRun run) {
        RunText text = new RunText(run, surroundings.show(run.folder()));
        if (recipe) {
            surroundings.terminal().say(run.recipe().stripTrailing());
        } else if (output.json()) {
            surroundings.terminal().say(Json.of(text.members()).compact());
        } else {
            text.lines().forEach(surroundings.terminal()::say);
        }
    }

    private void showModel(ModelText text) {
        if (recipe) {
            surroundings.terminal().say(text.recipe().stripTrailing());
        } else if (output.json()) {
            surroundings.terminal().say(Json.of(text.members()).compact());
        } else {
            text.lines().forEach(surroundings.terminal()::say);
        }
    }
}
