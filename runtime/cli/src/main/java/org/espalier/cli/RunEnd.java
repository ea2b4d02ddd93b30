package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.cli.report.HtmlReport;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.execution.StoredRun;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.provenance.IdentityFile;
import org.espalier.embed.RunResult;

/** What a command that ran a recipe does when the run is over. */
final class RunEnd {
    private static final String REPORT = "report.html";

    private RunEnd() {}

    /** A run that came to its end, but was killed before its report was written. */
    static Optional<RunResult> withoutReport(Path folder) {
        return Files.exists(folder.resolve(REPORT))
                ? Optional.empty()
                : StoredRun.finished(folder).map(summary -> new RunResult(summary, IdentityFile.read(folder), folder));
    }

    /** Writes the report and says how the run went, also when the report cannot be written: a full disk hides nothing. */
    static ExitCode tell(RecipePlan plan, RunResult result, Surroundings surroundings, OutputOptions output) {
        try {
            new HtmlReport(plan, result.summary(), result.identity())
                    .write(result.folder().resolve(REPORT));
        } catch (EspalierException e) {
            say(result, surroundings, output);
            throw e;
        }
        say(result, surroundings, output);
        return switch (result.summary().outcome()) {
            case DONE -> ExitCode.DONE;
            case EXPECTATION_NOT_MET -> ExitCode.NOT_MET;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            case FAILED -> ExitCode.FAILED;
        };
    }

    private static void say(RunResult result, Surroundings surroundings, OutputOptions output) {
        if (!output.json()) {
            new RunResultText(surroundings).lines(result).forEach(surroundings.terminal()::say);
            if (canGoOn(result)) {
                surroundings.terminal().say("  Go on with: espalier resume " + surroundings.show(result.folder()));
            }
        }
    }

    private static boolean canGoOn(RunResult result) {
        return switch (result.summary().outcome()) {
            case DONE, EXPECTATION_NOT_MET -> false;
            case INTERRUPTED, FAILED ->
                !new CheckpointStore(result.folder(), 1).newestFirst().isEmpty();
        };
    }
}
