package org.espalier.core.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.files.FileDigest;
import org.espalier.core.files.FileFault;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.files.StoredArray;
import org.espalier.core.json.Json;

/**
 * A checkpoint that was read and found whole: every byte agrees with its digests.
 *
 * @param folder where it lies
 * @param identity what made the run
 * @param values of each state, by its name
 * @param arrays by full name
 */
public record StoredCheckpoint(
        Path folder, Position position, Json identity, Map<String, Json> values, Map<String, StoredArray> arrays) {

    /**
     * Reads a checkpoint.
     *
     * @throws EspalierException when it is damaged or of an unknown version; the message says what is wrong where
     */
    public static StoredCheckpoint read(Path folder) {
        Map<String, String> sums = sums(folder);
        requireWhole(folder, CheckpointFile.MANIFEST, sums);
        Json manifest = Json.parse(
                text(folder.resolve(CheckpointFile.MANIFEST)),
                folder.resolve(CheckpointFile.MANIFEST).toString());
        requireVersion(folder, manifest);
        requireWhole(folder, CheckpointFile.METRICS, sums);
        requireWholeArrays(folder, sums, manifest);
        Map<String, StoredArray> arrays = new LinkedHashMap<>();
        SafetensorsFiles.readArrays(folder.resolve(CheckpointFile.ARRAYS)).forEach(a -> arrays.put(a.name(), a));
        Map<String, Json> values = new LinkedHashMap<>();
        for (Json state : manifest.at("states").items()) {
            values.put(state.at("name").text(), state.at("values"));
        }
        Json at = manifest.at("position");
        return new StoredCheckpoint(
                folder,
                new Position(
                        at.at("phase").text(),
                        (int) at.at("number").number(),
                        (long) at.at("step").number(),
                        at.at("scheduled").isTrue()),
                manifest.at("identity"),
                values,
                arrays);
    }

    /** The run's metrics up to this checkpoint. */
    public Path metrics() {
        return folder.resolve(CheckpointFile.METRICS);
    }

    /** The values of one state. */
    public StateReader reader(String state) {
        if (!values.containsKey(state)) {
            throw new EspalierException("The checkpoint " + folder + " does not fit this run: it has no state '" + state
                    + "'; it has " + String.join(", ", values.keySet()) + ".");
        }
        return new StateReader(folder, state, values.getOrDefault(state, new Json.Nothing()), arrays);
    }

    private static Map<String, String> sums(Path folder) {
        Map<String, String> sums = new LinkedHashMap<>();
        text(folder.resolve(CheckpointFile.SUMS)).lines().forEach(line -> {
            String[] parts = line.split("  ", 2);
            if (parts.length != 2) {
                throw damaged(folder, CheckpointFile.SUMS + " has a line that is no digest: \"" + line + "\"");
            }
            sums.put(parts[1], parts[0]);
        });
        return sums;
    }

    private static void requireWhole(Path folder, String name, Map<String, String> sums) {
        if (!digest(folder.resolve(name)).equals(sums.get(name))) {
            throw damaged(folder, name + " does not agree with its digest in " + CheckpointFile.SUMS);
        }
    }

    private static void requireVersion(Path folder, Json manifest) {
        if (!manifest.at("format").text().equals(CheckpointFile.FORMAT)) {
            throw damaged(folder, CheckpointFile.MANIFEST + " is not that of a checkpoint");
        }
        double version = manifest.at("version").number();
        if (version != CheckpointFile.VERSION) {
            throw new EspalierException("The checkpoint " + folder + " has version " + (long) version
                    + " of the format; this Espalier reads version " + CheckpointFile.VERSION
                    + ". Go on with the Espalier that wrote it.");
        }
    }

    private static void requireWholeArrays(Path folder, Map<String, String> sums, Json manifest) {
        Path file = folder.resolve(CheckpointFile.ARRAYS);
        if (digest(file).equals(sums.get(CheckpointFile.ARRAYS))) {
            return;
        }
        long bytes = (long)
                manifest.at("files").at(CheckpointFile.ARRAYS).at("bytes").number();
        long size = file.toFile().length();
        if (size != bytes) {
            throw damaged(folder, CheckpointFile.ARRAYS + " has " + size + " bytes instead of " + bytes);
        }
        throw damaged(
                folder,
                CheckpointFile.ARRAYS + " does not agree with its digest"
                        + damagedArrays(file, manifest)
                                .map(names -> ": " + names)
                                .orElse(""));
    }

    /** The arrays whose own digests tell that they changed. */
    private static Optional<String> damagedArrays(Path file, Json manifest) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (Json state : manifest.at("states").items()) {
            for (Json array : state.at("arrays").items()) {
                wanted.put(array.at("name").text(), array.at("sha256").text());
            }
        }
        List<String> changed = new ArrayList<>();
        try {
            for (StoredArray array : SafetensorsFiles.readArrays(file)) {
                if (!array.sha256().equals(wanted.get(array.name()))) {
                    changed.add(array.name());
                }
            }
        } catch (EspalierException e) {
            return Optional.of("its header is damaged");
        }
        return changed.isEmpty() ? Optional.empty() : Optional.of("damaged are " + String.join(", ", changed));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String digest(Path file) {
        try {
            return FileDigest.sha256(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static EspalierException unreadable(Path file, IOException e) {
        return new EspalierException(
                "The checkpoint " + file.getParent() + " is damaged: " + file.getFileName() + " cannot be read ("
                        + FileFault.reason(e) + ").",
                e);
    }

    private static EspalierException damaged(Path folder, String what) {
        return new EspalierException("The checkpoint " + folder + " is damaged: " + what + ".");
    }
}
