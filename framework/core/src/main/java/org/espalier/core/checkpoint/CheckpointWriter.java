package org.espalier.core.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.core.files.FileDigest;
import org.espalier.core.files.FileFault;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.files.StoredArray;
import org.espalier.core.json.Json;

/** Writes one checkpoint beside its place, flushes every file to the disk, and renames the folder. */
final class CheckpointWriter {
    private final Path target;
    private final Path part;

    /** What the manifest says of an array. */
    private record ArrayEntry(String name, String sha256) {}

    /** What the manifest says of a file. */
    private record FileEntry(long bytes, String sha256) {}

    CheckpointWriter(Path target) {
        this.target = target;
        this.part = Leftovers.part(target);
    }

    void write(Position position, Json identity, List<RunState> states, Path metrics) {
        try {
            Leftovers.deleteTree(part);
            Files.createDirectories(part);
            List<StateWriter> saved = new ArrayList<>();
            Map<String, Json> manifest = new LinkedHashMap<>();
            manifest.put("format", Json.of(CheckpointFile.FORMAT));
            manifest.put("version", Json.of(CheckpointFile.VERSION));
            manifest.put("position", Json.of(position));
            manifest.put("identity", identity);
            manifest.put("states", states(states, saved));
            writeArrays(saved);
            Files.copy(metrics, part.resolve(CheckpointFile.METRICS), StandardCopyOption.REPLACE_EXISTING);
            flush(part.resolve(CheckpointFile.METRICS), StandardOpenOption.WRITE);
            manifest.put("files", files());
            writeText(CheckpointFile.MANIFEST, new Json.Members(manifest).pretty());
            writeText(CheckpointFile.SUMS, sums());
            flush(part, StandardOpenOption.READ);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            flush(target.resolveSibling("."), StandardOpenOption.READ);
        } catch (IOException e) {
            discard();
            throw new EspalierException(
                    "The checkpoint " + target + " cannot be written (" + FileFault.reason(e)
                            + "). The checkpoints before it are whole.",
                    e);
        }
    }

    private void discard() {
        try {
            Leftovers.deleteTree(part);
        } catch (IOException e) {
            System.getLogger(CheckpointWriter.class.getName())
                    .log(System.Logger.Level.DEBUG, "the next resume will delete " + part, e);
        }
    }

    private static Json states(List<RunState> states, List<StateWriter> saved) {
        List<Json> entries = new ArrayList<>();
        for (RunState state : states) {
            StateWriter writer = new StateWriter(state.stateName());
            state.save(writer);
            saved.add(writer);
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", state.stateName());
            entry.put("kind", state.getClass().getSimpleName());
            entry.put("values", new Json.Members(writer.values()));
            entry.put(
                    "arrays",
                    writer.arrays().stream()
                            .map(a -> new ArrayEntry(a.name(), a.sha256()))
                            .toList());
            entries.add(Json.of(entry));
        }
        return new Json.Items(entries);
    }

    private void writeArrays(List<StateWriter> saved) throws IOException {
        List<StoredArray> arrays =
                saved.stream().flatMap(s -> s.arrays().stream()).toList();
        try (FileChannel channel = FileChannel.open(
                part.resolve(CheckpointFile.ARRAYS), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            SafetensorsFiles.writeArrays(channel, arrays, Map.of());
            channel.force(true);
        }
    }

    private Json files() throws IOException {
        Map<String, Object> files = new LinkedHashMap<>();
        for (String name : List.of(CheckpointFile.ARRAYS, CheckpointFile.METRICS)) {
            Path file = part.resolve(name);
            files.put(name, new FileEntry(Files.size(file), FileDigest.sha256(file)));
        }
        return Json.of(files);
    }

    private String sums() throws IOException {
        StringBuilder sums = new StringBuilder();
        for (String name : List.of(CheckpointFile.MANIFEST, CheckpointFile.ARRAYS, CheckpointFile.METRICS)) {
            sums.append(FileDigest.sha256(part.resolve(name)))
                    .append("  ")
                    .append(name)
                    .append('\n');
        }
        return sums.toString();
    }

    private void writeText(String name, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel =
                FileChannel.open(part.resolve(name), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void flush(Path path, StandardOpenOption mode) throws IOException {
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }
}
