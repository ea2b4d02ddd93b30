package org.espalier.core.execution;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.checkpoint.Leftovers;
import org.espalier.core.files.FileFault;
import org.espalier.core.files.WholeFile;
import org.espalier.core.run.RunEvent;

/** The folder of one run. Whole files are written beside and renamed; {@code metrics.jsonl} grows line by line. */
final class RunFolder implements AutoCloseable {
    static final String METRICS = "metrics.jsonl";

    /** The file with the canonical recipe. */
    static final String RECIPE = "recipe.groovy";

    private final Path folder;
    private final MetricsFile metrics;

    /**
     * Opens the folder, and creates it when it is not there. What a crash left half written is deleted.
     *
     * @param metricsSoFar what {@code metrics.jsonl} begins with; empty: nothing
     * @throws EspalierException when it cannot be written to
     */
    RunFolder(Path folder, Optional<Path> metricsSoFar) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            Leftovers.sweep(folder);
            Path file = folder.resolve(METRICS);
            byte[] begin = metricsSoFar.isPresent() ? Files.readAllBytes(metricsSoFar.get()) : new byte[0];
            write(METRICS, begin);
            this.metrics = new MetricsFile(file);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    static EspalierException unwritable(Path folder, IOException e) {
        return new EspalierException(
                "The run folder " + folder + " cannot be written to (" + FileFault.reason(e)
                        + "). Choose another one with --run-dir.",
                e);
    }

    Path path() {
        return folder;
    }

    /** Where a file of the run stands; a name that leads out of the folder is refused. */
    Path resolve(String name) {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder.normalize())) {
            throw new EspalierException(
                    "'" + name + "' leads out of the run folder " + folder + "; give a name inside it.");
        }
        return file;
    }

    /** Writes a file so that it appears whole or not at all. */
    void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String name, byte[] content) {
        Path file = resolve(name);
        ByteBuffer bytes = ByteBuffer.wrap(content);
        WholeFile.write(file, channel -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** Deletes a file, if it is there. */
    void delete(String name) {
        try {
            Files.deleteIfExists(resolve(name));
        } catch (IOException e) {
            throw failed(resolve(name), e);
        }
    }

    /** Adds what an event measured to {@code metrics.jsonl}. */
    void record(RunEvent event) {
        metrics.record(event);
    }

    /** {@code metrics.jsonl} with everything in it that was recorded. */
    Path metrics() {
        return metrics.flushed();
    }

    @Override
    public void close() {
        metrics.close();
    }

    static EspalierException failed(Path file, IOException e) {
        return new EspalierException(file + " cannot be written (" + FileFault.reason(e) + ").", e);
    }
}
