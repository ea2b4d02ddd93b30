package org.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.core.checkpoint.Leftovers;
import org.espalier.core.execution.RunLock;
import org.espalier.core.files.FileFault;
import org.espalier.core.provenance.IdentityFile;

/**
 * Makes room for a run. The newest run of a recipe always has the same folder; an earlier one is moved beside it, to the
 * next free number, and never deleted.
 */
final class RunFolders {
    /** What a folder holds that a run has written; everything else belongs to the person. */
    private static final List<String> SIGNS =
            List.of(IdentityFile.NAME, "summary.json", "recipe.groovy", "plan.json", "metrics.jsonl");

    private RunFolders() {}

    /**
     * An empty folder at this path, or none yet.
     *
     * @return where an earlier run was moved to; the path itself when there was none
     * @throws UsageException when something is there that is not a run
     * @throws EspalierException when a run uses the folder
     */
    static Path makeRoom(Path folder, String shown) {
        if (!Files.exists(folder)) {
            return folder;
        }
        if (!Files.isDirectory(folder)) {
            throw new UsageException(
                    "The run cannot be written to " + shown + ", which is a file; name a folder with --run-dir.");
        }
        try {
            if (isEmpty(folder)) {
                return folder;
            }
            if (SIGNS.stream().noneMatch(sign -> Files.exists(folder.resolve(sign)))) {
                throw new UsageException(
                        "The folder " + shown
                                + " holds files that no run has written, so nothing is written there; name another with --run-dir.");
            }
            Path free = free(folder);
            RunLock.move(folder, free, InstantSource.system());
            return free;
        } catch (IOException e) {
            throw new EspalierException(
                    "The earlier run in " + shown + " cannot be moved out of the way (" + FileFault.reason(e)
                            + "); name another folder with --run-dir.",
                    e);
        }
    }

    /** A run that was killed before it had written anything whole leaves its lock and parts; the next one takes them. */
    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.allMatch(file -> file.endsWith(RunLock.FILE) || Leftovers.isPart(file));
        }
    }

    private static Path free(Path folder) {
        for (int number = 1; ; number++) {
            Path free = folder.resolveSibling(folder.getFileName() + "." + number);
            if (!Files.exists(free)) {
                return free;
            }
        }
    }
}
