package org.espalier.core.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.files.FileFault;
import org.espalier.core.files.JsonPlace;
import org.espalier.core.json.Json;
import org.espalier.core.plan.CanonicalRecipe;
import org.espalier.core.provenance.IdentityFile;
import org.espalier.core.provenance.RunIdentity;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.espalier.core.run.SummaryReader;

/**
 * A run's folder as it is found, whether the run is over, goes on or broke off.
 *
 * @param identity what made it
 * @param plan {@code plan.json}
 * @param summary {@code summary.json}; empty when the run has not ended
 * @param events the lines of {@code metrics.jsonl}
 * @param checkpoints their folders, the newest first
 */
public record StoredRun(
        Path folder,
        RunIdentity identity,
        RunStatus status,
        JsonPlace plan,
        Optional<JsonPlace> summary,
        List<Json> events,
        List<Path> checkpoints) {
    /**
     * Reads a folder; changes nothing in it.
     *
     * @throws EspalierException when it is no run's, or a file in it is damaged
     */
    public static StoredRun read(Path folder) {
        RunIdentity identity = IdentityFile.read(folder);
        Path summaryFile = folder.resolve(RecipeRun.SUMMARY);
        Optional<JsonPlace> summary =
                Files.exists(summaryFile) ? Optional.of(JsonPlace.read(summaryFile)) : Optional.empty();
        return new StoredRun(
                folder,
                identity,
                status(RunLock.state(folder), summary),
                JsonPlace.read(folder.resolve("plan.json")),
                summary,
                events(folder.resolve(RunFolder.METRICS)),
                new CheckpointStore(folder, 1).newestFirst());
    }

    /**
     * The summary of a run that came to its end; empty when it did not, so that it may go on.
     *
     * @throws EspalierException when the summary is damaged
     */
    public static Optional<RunSummary> finished(Path folder) {
        Path file = folder.resolve(RecipeRun.SUMMARY);
        return Files.isRegularFile(file)
                ? Optional.of(SummaryReader.summary(JsonPlace.read(file)))
                        .filter(run -> run.outcome() == Outcome.DONE || run.outcome() == Outcome.EXPECTATION_NOT_MET)
                : Optional.empty();
    }

    /**
     * The recipe that was run, in its canonical form.
     *
     * @throws EspalierException when it was changed since
     */
    public String recipe() {
        Path file = folder.resolve(RunFolder.RECIPE);
        String text = text(file);
        if (!new CanonicalRecipe(text).hash().equals(identity.recipe().sha256())) {
            throw new EspalierException(file + " was changed: it is not the recipe whose hash stands in "
                    + folder.resolve(IdentityFile.NAME) + ".");
        }
        return text;
    }

    /** A run that is killed right after it wrote its summary has ended all the same. */
    private static RunStatus status(LockState lock, Optional<JsonPlace> summary) {
        if (lock.held()) {
            return new RunStatus.Running(lock.owner());
        }
        return summary.<RunStatus>map(StoredRun::ended).orElseGet(() -> new RunStatus.Broken(lock.owner()));
    }

    private static RunStatus.Ended ended(JsonPlace summary) {
        String error = summary.value().at("error").text();
        return new RunStatus.Ended(
                SummaryReader.outcome(summary.at("outcome")), error.isEmpty() ? Optional.empty() : Optional.of(error));
    }

    /** The last line may be half written. */
    private static List<Json> events(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> lines = text(file).lines().toList();
        List<Json> events = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            try {
                events.add(Json.parse(lines.get(i), file + ", line " + (i + 1)));
            } catch (EspalierException e) {
                if (i + 1 < lines.size()) {
                    throw e;
                }
            }
        }
        return events;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new EspalierException(file + " cannot be read (" + FileFault.reason(e) + ").", e);
        }
    }
}
