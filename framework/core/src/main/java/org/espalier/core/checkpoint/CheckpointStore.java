package org.espalier.core.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.core.files.FileFault;
import org.espalier.core.json.Json;

/**
 * The checkpoints of a run, each a folder {@code checkpoints/NUMBER-PHASE-STEP}; one that was written because the run was
 * ending has {@code -stop} behind it. Numbers grow with time. A checkpoint appears whole or not at all.
 */
public final class CheckpointStore {
    /** The folder in a run's folder. */
    public static final String FOLDER = "checkpoints";

    private static final Pattern NAME = Pattern.compile("([0-9]{6,9})-.*-[0-9]+(-stop)?");
    private static final String DAMAGED = "damaged-";

    private final Path folder;
    private final int keep;

    /**
     * @param keep how many scheduled checkpoints are kept, at least 1
     */
    public CheckpointStore(Path runFolder, int keep) {
        this.folder = runFolder.resolve(FOLDER);
        this.keep = keep;
    }

    /**
     * Writes a checkpoint, then deletes those that are no longer needed.
     *
     * @param identity what made the run
     * @param metrics the run's metrics so far
     * @return its folder
     * @throws EspalierException when it cannot be written; older ones are untouched
     */
    public Path write(Position position, Json identity, List<RunState> states, Path metrics) {
        Path target = folder.resolve(name(position));
        new CheckpointWriter(target).write(position, identity, states, metrics);
        deleteOld();
        return target;
    }

    /** All checkpoints, the newest first. */
    public List<Path> newestFirst() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(e -> NAME.matcher(e.getFileName().toString()).matches())
                    .sorted(Comparator.comparing((Path e) -> number(e)).reversed())
                    .toList();
        } catch (IOException e) {
            throw new EspalierException(folder + " cannot be read (" + FileFault.reason(e) + ").", e);
        }
    }

    /** The newest scheduled checkpoint; empty when there is none. */
    public Optional<Path> newestScheduled() {
        return newestFirst().stream().filter(CheckpointStore::scheduled).findFirst();
    }

    /** The newest checkpoint that is whole, and what is wrong with those after it. */
    public record Newest(Optional<StoredCheckpoint> good, List<Damage> damaged) {}

    /** A checkpoint that cannot be used, and why. */
    public record Damage(Path checkpoint, String reason) {}

    /** Looks for the newest checkpoint that is whole. */
    public Newest newest() {
        List<Damage> damaged = new ArrayList<>();
        for (Path checkpoint : newestFirst()) {
            try {
                return new Newest(Optional.of(StoredCheckpoint.read(checkpoint)), damaged);
            } catch (EspalierException e) {
                damaged.add(new Damage(checkpoint, String.valueOf(e.getMessage())));
            }
        }
        return new Newest(Optional.empty(), damaged);
    }

    /** Renames a damaged checkpoint, so that it is never looked at again and a person still can. */
    public void setAside(Path checkpoint) {
        try {
            Files.move(checkpoint, Leftovers.free(folder.resolve(DAMAGED + checkpoint.getFileName())));
        } catch (IOException e) {
            throw new EspalierException(
                    "The damaged checkpoint " + checkpoint + " cannot be renamed (" + FileFault.reason(e) + ").", e);
        }
    }

    private String name(Position position) {
        long next =
                newestFirst().stream().findFirst().map(CheckpointStore::number).orElse(0L) + 1;
        return "%06d-%s-%d%s"
                .formatted(next, fileName(position.phase()), position.step(), position.scheduled() ? "" : "-stop");
    }

    /** The name of a phase as it stands in names of files. */
    static String fileName(String phase) {
        return phase.replaceAll("[^A-Za-z0-9_.-]", "_");
    }

    private static long number(Path checkpoint) {
        Matcher name = NAME.matcher(checkpoint.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : 0;
    }

    private static boolean scheduled(Path checkpoint) {
        return !checkpoint.getFileName().toString().endsWith("-stop");
    }

    /** Keeps the newest scheduled ones, and what is newer than all of them. */
    private void deleteOld() {
        int scheduled = 0;
        for (Path checkpoint : newestFirst()) {
            boolean needed = scheduled(checkpoint) ? scheduled < keep : scheduled == 0;
            scheduled += scheduled(checkpoint) ? 1 : 0;
            if (!needed) {
                Leftovers.delete(checkpoint);
            }
        }
    }
}
