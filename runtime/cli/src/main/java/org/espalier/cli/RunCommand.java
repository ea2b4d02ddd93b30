package org.espalier.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.espalier.cli.terminal.Progress;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunLimits;
import org.espalier.embed.RunResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier run}. */
@Command(
        name = "run",
        description = "Train what a recipe describes; write the model, a summary and a report.",
        footer = {
            "",
            "Examples:",
            "  espalier run recipes/quickstart.groovy",
            "  espalier run recipes/gmp-fashion-mnist.groovy --set sparsity=0.98 --data ~/data"
        })
final class RunCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "RECIPE", description = "The recipe, for example recipes/quickstart.groovy.")
    private Path recipe = Path.of("");

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description =
                    "Folder to write to (build/runs/NAME). An earlier run in it is moved to DIR.1, DIR.2 and so on.")
    private @Nullable Path runFolder;

    @Mixin
    private final Isolation isolation = new Isolation();

    @Spec
    private @Nullable CommandSpec command;

    @Mixin
    private final Settings settings = new Settings();

    @Mixin
    private final CallLimit limit = new CallLimit();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    RunCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        RecipeFiles files = new RecipeFiles(surroundings);
        Path file = files.existing(recipe);
        if (isolation.wanted() && command != null) {
            return isolation.run(command, surroundings.terminal());
        }
        RunLimits limits = limit.limits();
        RunControl control = new RunControl();
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            RecipePlan plan = bench.recipe(file, settings.values());
            Path folder = runFolder == null
                    ? surroundings.file(Path.of("build", "runs", plan.name()))
                    : surroundings.file(runFolder);
            Path moved = RunFolders.makeRoom(folder, surroundings.show(folder));
            RunResult result;
            try (Progress progress = Progress.on(surroundings.terminal(), output.json(), output.quiet());
                    Interruption interruption = Interruption.of(control, progress)) {
                if (!moved.equals(folder)) {
                    progress.note("The earlier run was moved to " + surroundings.show(moved) + ".");
                }
                result = bench.espalier().run(plan, new RunOptions(folder, control, limits), progress);
            }
            return RunEnd.tell(plan, result, surroundings, output).number();
        }
    }
}
