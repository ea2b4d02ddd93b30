package org.espalier.it.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.json.Json;

/** Looks for files that are visible and not whole. Hidden left-overs do not count, nor does a log that was being written. */
final class Damage {
    private Damage() {}

    /** Everything that is wrong in a run's folder. */
    static List<String> in(Path folder) throws IOException {
        List<String> damage = new ArrayList<>();
        for (String name : new RunFiles(folder).names()) {
            if (!name.startsWith(".") && !name.contains("/.")) {
                of(folder, name).ifPresent(damage::add);
            }
        }
        return damage;
    }

    private static Optional<String> of(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            if (Files.isDirectory(file)) {
                if (name.matches("checkpoints/[^/]+")) {
                    StoredCheckpoint.read(file);
                }
            } else if (name.endsWith(".json")) {
                Json.parse(Files.readString(file), file.toString());
            } else if (name.endsWith(".safetensors")) {
                SafetensorsFiles.readArrays(file);
            } else if (name.equals("metrics.jsonl")) {
                lines(file);
            }
            return Optional.empty();
        } catch (EspalierException e) {
            return Optional.of(file + ": " + e.getMessage());
        }
    }

    /** Whole lines; the last one may be on its way. */
    private static void lines(Path file) throws IOException {
        String text = Files.readString(file);
        text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(line -> Json.parse(line, file.toString()));
    }
}
