package org.espalier.core.execution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.files.FileFault;
import org.espalier.core.files.JsonPlace;
import org.espalier.core.json.Json;
import org.espalier.core.provenance.IdentityFile;
import org.espalier.core.provenance.RunIdentity;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;

/**
 * Where a run can go on.
 *
 * @param checkpoint empty: the run has none yet
 * @param damaged newer checkpoints that cannot be used
 */
record Resumption(Optional<StoredCheckpoint> checkpoint, List<CheckpointStore.Damage> damaged) {
    /**
     * Looks into a run's folder; changes nothing.
     *
     * @throws EspalierException when the run is over, no checkpoint is whole, or the newest that is was made with
     *     something else
     */
    static Resumption of(Path folder, CheckpointStore store, RunIdentity identity) {
        requireUnfinished(folder.resolve(RecipeRun.SUMMARY), folder);
        CheckpointStore.Newest newest = store.newest();
        if (newest.good().isEmpty() && !newest.damaged().isEmpty()) {
            throw new EspalierException(
                    "The run " + folder + " cannot go on, because none of its checkpoints is whole.\n"
                            + newest.damaged().stream()
                                    .map(CheckpointStore.Damage::reason)
                                    .collect(Collectors.joining("\n"))
                            + "\nThe recipe is in " + folder.resolve(RunFolder.RECIPE) + "; run it again.");
        }
        newest.good().ifPresent(good -> requireSame(good, identity));
        return new Resumption(newest.good(), newest.damaged());
    }

    /** Tells of damaged checkpoints and renames them. */
    void setDamagedAside(CheckpointStore store, Consumer<RunEvent> events) {
        for (CheckpointStore.Damage damage : damaged) {
            events.accept(new RunEvent.Note(damage.reason() + " An older one is used."));
            store.setAside(damage.checkpoint());
        }
    }

    private static void requireSame(StoredCheckpoint checkpoint, RunIdentity now) {
        JsonPlace manifest = new JsonPlace(
                "The manifest of the checkpoint " + checkpoint.folder(), "identity", checkpoint.identity());
        List<String> differences = IdentityFile.identity(manifest).differences(now);
        if (!differences.isEmpty()) {
            throw new EspalierException("The run cannot go on from the checkpoint " + checkpoint.folder()
                    + ", because it would not end with the same bits:\n  "
                    + String.join(";\n  ", differences)
                    + ".\nPut back what changed, or start a new run.");
        }
    }

    private static void requireUnfinished(Path summary, Path folder) {
        if (!Files.isRegularFile(summary)) {
            return;
        }
        try {
            String outcome = Json.parse(Files.readString(summary), summary.toString())
                    .at("outcome")
                    .text();
            if (outcome.equals(RunSummary.Outcome.DONE.name())
                    || outcome.equals(RunSummary.Outcome.EXPECTATION_NOT_MET.name())) {
                throw new EspalierException("The run " + folder + " is over; there is nothing to go on with.");
            }
        } catch (IOException e) {
            throw new EspalierException(summary + " cannot be read (" + FileFault.reason(e) + ").", e);
        }
    }
}
