package org.espalier.core.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.core.json.Json;

/**
 * States that a later part of a run needs, each a folder {@code kept/PHASE-STEP} of the form of a checkpoint. They stay as
 * long as the run's folder does.
 */
public final class KeptStates {
    /** The folder in a run's folder. */
    public static final String FOLDER = "kept";

    private final Path folder;

    /**
     * @param runFolder the folder of the run; nothing is read or made yet
     */
    public KeptStates(Path runFolder) {
        this.folder = runFolder.resolve(FOLDER);
    }

    /**
     * Keeps states; what was kept of the same point of a phase is replaced.
     *
     * @param identity what made the run
     * @param metrics the run's metrics so far
     * @throws EspalierException when they cannot be written
     */
    public void write(Position position, Json identity, List<RunState> states, Path metrics) {
        Path target = path(position.phase(), position.step());
        if (Files.exists(target)) {
            Leftovers.delete(target);
        }
        new CheckpointWriter(target).write(position, identity, states, metrics);
    }

    /**
     * What was kept of a point of a phase.
     *
     * @throws EspalierException when it is not there or damaged
     */
    public StoredCheckpoint read(String phase, long step) {
        return StoredCheckpoint.read(path(phase, step));
    }

    private Path path(String phase, long step) {
        return folder.resolve(CheckpointStore.fileName(phase) + "-" + step);
    }
}
