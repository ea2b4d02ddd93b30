package org.espalier.core.execution;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.core.files.FileFault;
import org.espalier.core.files.WholeFile;
import org.espalier.core.json.Json;
import org.espalier.core.run.RunEvent;

/** The folder of one run. Whole files are written beside and renamed; {@code metrics.jsonl} grows line by line. */
final class RunFolder implements AutoCloseable {
    private final Path folder;
    private final BufferedWriter metrics;

    /**
     * Creates the folder.
     *
     * @throws EspalierException when it cannot be written to
     */
    RunFolder(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            this.metrics = Files.newBufferedWriter(folder.resolve("metrics.jsonl"));
        } catch (IOException e) {
            throw new EspalierException(
                    "The run folder " + folder + " cannot be written to (" + FileFault.reason(e)
                            + "). Choose another one with --run-dir.",
                    e);
        }
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
        Path file = resolve(name);
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        WholeFile.write(file, channel -> {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    /** Adds what an event measured to {@code metrics.jsonl}. */
    void record(RunEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        switch (event) {
            case RunEvent.Evaluated e -> {
                line.put("event", "evaluated");
                line.put("phase", e.phase());
                line.put("step", e.step());
                line.put("split", e.split());
                line.put("values", e.values());
            }
            case RunEvent.TopologyChanged t -> {
                line.put("event", "topology");
                line.put("phase", t.phase());
                line.put("step", t.step());
                line.put("layer", t.layer());
                line.put("dropped", t.dropped());
                line.put("grown", t.grown());
                line.put("links", t.links());
            }
            case RunEvent.Progress p -> {
                line.put("event", "progress");
                line.put("phase", p.phase());
                line.put("step", p.step());
                line.put("loss", p.loss());
                line.put("stepsPerSecond", p.stepsPerSecond());
                line.put("sparsity", p.sparsity());
            }
            case RunEvent.Started _,
                    RunEvent.PhaseStarted _,
                    RunEvent.PhaseFinished _,
                    RunEvent.Exported _,
                    RunEvent.Note _,
                    RunEvent.Finished _ -> {
                return;
            }
        }
        try {
            metrics.write(Json.of(line).compact());
            metrics.newLine();
        } catch (IOException e) {
            throw failed(folder.resolve("metrics.jsonl"), e);
        }
    }

    @Override
    public void close() {
        try {
            metrics.close();
        } catch (IOException e) {
            throw failed(folder.resolve("metrics.jsonl"), e);
        }
    }

    static EspalierException failed(Path file, IOException e) {
        return new EspalierException(file + " cannot be written (" + FileFault.reason(e) + ").", e);
    }
}
