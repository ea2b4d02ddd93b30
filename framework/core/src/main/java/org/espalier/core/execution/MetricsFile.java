package org.espalier.core.execution;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.core.json.Json;
import org.espalier.core.run.RunEvent;

/**
 * {@code metrics.jsonl}: a line for everything a run measured. It tells no times, so two runs that did the same write the
 * same bytes.
 */
final class MetricsFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final BufferedWriter writer;
    private String lastPhase = "";
    private long lastStep = -1;
    private long lastBegins;

    /** Opens the file behind what it holds. */
    MetricsFile(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.position(channel.size());
        this.writer =
                new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    }

    /** Where it lies, with everything written down. */
    Path flushed() {
        try {
            writer.flush();
            return file;
        } catch (IOException e) {
            throw RunFolder.failed(file, e);
        }
    }

    /** Takes down what an event measured. */
    void record(RunEvent event) {
        Map<String, Object> line = new LinkedHashMap<>();
        switch (event) {
            case RunEvent.Evaluated e -> {
                begin(line, "evaluated", e.phase(), e.step());
                line.put("split", e.split());
                line.put("values", e.values());
            }
            case RunEvent.TopologyChanged t -> {
                begin(line, "topology", t.phase(), t.step());
                line.put("layer", t.layer());
                line.put("dropped", t.dropped());
                line.put("grown", t.grown());
                line.put("links", t.links());
            }
            case RunEvent.Trained t -> {
                begin(line, "trained", t.phase(), t.step());
                line.put("loss", t.loss());
                line.put("sparsity", t.sparsity());
                if (!t.further().isEmpty()) {
                    line.put("further", t.further());
                }
            }
            case RunEvent.Penalised p -> {
                begin(line, "penalised", p.phase(), p.step());
                line.put("regularizer", p.regularizer());
                line.put("value", p.value());
                line.put("groups", p.groups());
                line.put("zero", p.zero());
            }
            case RunEvent.Selected s -> {
                begin(line, "selected", s.phase(), s.step());
                line.put("mask", s.mask());
                line.put("parameters", s.parameters());
            }
            case RunEvent.Shrunk s -> {
                begin(line, "shrunk", s.phase(), s.step());
                line.put("layers", s.layers());
                line.put("before", s.before());
                line.put("after", s.after());
                line.put("stuck", s.stuck());
                line.put("lost", s.lost());
            }
            case RunEvent.RolledBack r -> {
                begin(line, "rolled-back", r.phase(), r.from());
                line.put("to", r.to());
                line.put("reason", r.reason());
                line.put("learningRateScale", r.scale());
            }
            case RunEvent.StepTakenBack t -> {
                takeBack(t);
                return;
            }
            case RunEvent.Started _,
                    RunEvent.PhaseStarted _,
                    RunEvent.Progress _,
                    RunEvent.CheckpointWritten _,
                    RunEvent.Resumed _,
                    RunEvent.PhaseFinished _,
                    RunEvent.Exported _,
                    RunEvent.Note _,
                    RunEvent.Finished _ -> {
                return;
            }
        }
        write(line);
    }

    private void begin(Map<String, Object> line, String event, String phase, long step) {
        if (step != lastStep || !phase.equals(lastPhase)) {
            lastPhase = phase;
            lastStep = step;
            lastBegins = position();
        }
        line.put("event", event);
        line.put("phase", phase);
        line.put("step", step);
    }

    private void write(Map<String, Object> line) {
        try {
            writer.write(Json.of(line).compact());
            writer.newLine();
        } catch (IOException e) {
            throw RunFolder.failed(file, e);
        }
    }

    /** Drops the lines about the step that was taken back. */
    private void takeBack(RunEvent.StepTakenBack event) {
        if (lastPhase.equals(event.phase()) && lastStep > event.step()) {
            flushed();
            try {
                channel.truncate(lastBegins);
                channel.position(lastBegins);
                lastStep = -1;
            } catch (IOException e) {
                throw RunFolder.failed(file, e);
            }
        }
    }

    private long position() {
        flushed();
        try {
            return channel.position();
        } catch (IOException e) {
            throw RunFolder.failed(file, e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw RunFolder.failed(file, e);
        }
    }
}
