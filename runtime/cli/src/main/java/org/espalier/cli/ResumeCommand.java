package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code espalier resume}. */
@Command(
        name = "resume",
        description = "Go on with a run that was stopped or killed, with the same result as if nothing had happened.",
        footer = {"", "Example:", "  espalier resume build/runs/quickstart"})
final class ResumeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "RUN", description = "The folder of the run, for example build/runs/quickstart.")
    private Path run = Path.of("");

    @Mixin
    private final Isolation isolation = new Isolation();

    @Spec
    private @Nullable CommandSpec command;

    @Mixin
    private final CallLimit limit = new CallLimit();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ResumeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path folder = surroundings.file(run);
        if (!Files.isDirectory(folder)) {
            throw new UsageException(
                    "There is no folder " + run + "; name the folder of a run, for example build/runs/quickstart.");
        }
        if (isolation.wanted() && command != null) {
            return isolation.run(command, surroundings.terminal());
        }
        RunLimits limits = limit.limits();
        RunControl control = new RunControl();
        try (Workbench bench = Workbench.open(engine, surroundings)) {
            RecipePlan plan = bench.espalier().recipeOf(folder);
            Optional<RunResult> over = RunEnd.withoutReport(folder);
            if (over.isPresent()) {
                surroundings.terminal().note("The run is over; only its report was missing and is written now.");
                return RunEnd.tell(plan, over.get(), surroundings, output).number();
            }
            RunResult result;
            try (Progress progress = Progress.on(surroundings.terminal(), output.json(), output.quiet());
                    Interruption interruption = Interruption.of(control, progress)) {
                result = bench.espalier().resume(plan, new RunOptions(folder, control, limits), progress);
            }
            return RunEnd.tell(plan, result, surroundings, output).number();
        }
    }
}
