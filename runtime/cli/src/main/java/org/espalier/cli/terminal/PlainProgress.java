package org.espalier.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;

/** A line for each thing worth a line: for files, pipes and terminals that cannot redraw. */
final class PlainProgress implements Progress {
    private final PrintStream err;
    private RunEvent.@org.jspecify.annotations.Nullable Progress last;

    private long shownStep = -1;
    private String shownSparsity = "";

    PlainProgress(PrintStream err) {
        this.err = err;
    }

    @Override
    public void accept(RunEvent event) {
        line(event).ifPresent(this::note);
    }

    @Override
    public void note(String text) {
        err.println(text);
    }

    @Override
    public void close() {
        err.flush();
    }

    /** The line for an event, if it is worth one. */
    Optional<String> line(RunEvent event) {
        return switch (event) {
            case RunEvent.Started started -> {
                shownSparsity = Figures.percent(started.plan().sparsity());
                yield Optional.of(started(started));
            }
            case RunEvent.PhaseStarted phase -> {
                shownStep = -1;
                yield Optional.of(phase(phase));
            }
            case RunEvent.Progress progress -> {
                last = progress;
                yield Optional.empty();
            }
            case RunEvent.Evaluated evaluated -> Optional.of(evaluated(evaluated));
            case RunEvent.Resumed resumed ->
                Optional.of("  going on from step " + Figures.count(resumed.step()) + " of " + resumed.phase());
            case RunEvent.RolledBack back -> Optional.of(rolledBack(back));
            case RunEvent.Penalised penalised -> Optional.of(penalised(penalised));
            case RunEvent.Selected selected -> Optional.of(selected(selected));
            case RunEvent.Shrunk shrunk -> Optional.of(shrunk(shrunk));
            case RunEvent.TopologyChanged _,
                    RunEvent.Trained _,
                    RunEvent.StepTakenBack _,
                    RunEvent.CheckpointWritten _ -> Optional.empty();
            case RunEvent.PhaseFinished(RunSummary.Phase phase) -> Optional.of(finished(phase));
            case RunEvent.Exported exported ->
                Optional.of("  wrote " + exported.file().getFileName() + " (" + Figures.bytes(exported.bytes()) + ")");
            case RunEvent.Note(String text) -> Optional.of("  " + text);
            case RunEvent.Finished finished -> Optional.empty();
        };
    }

    private static String rolledBack(RunEvent.RolledBack back) {
        return "  " + back.reason() + " at step " + Figures.count(back.from()) + ": going on from step "
                + Figures.count(back.to()) + " with " + Figures.value(back.scale()) + " times the learning rate";
    }

    private static String penalised(RunEvent.Penalised penalised) {
        return "  " + penalised.regularizer() + ": " + Figures.count(penalised.zero()) + " of "
                + Figures.count(penalised.groups()) + " groups zero, penalty " + Figures.value(penalised.value());
    }

    private static String selected(RunEvent.Selected selected) {
        String kept = selected.parameters().stream()
                .map(p -> p.kept() + " of " + p.groups() + " of " + p.parameter())
                .collect(Collectors.joining(", "));
        return "  mask '" + selected.mask() + "' keeps " + kept;
    }

    private static String shrunk(RunEvent.Shrunk shrunk) {
        List<String> layers = new ArrayList<>();
        for (RunEvent.ShrunkLayer layer : shrunk.layers()) {
            if (layer.rows() != layer.rowsBefore() || layer.channels() != layer.channelsBefore()) {
                layers.add(layer.name() + " " + layer.rowsBefore() + " x " + layer.channelsBefore() + " to "
                        + layer.rows() + " x " + layer.channels());
            }
        }
        String what = layers.isEmpty() ? "no channel can go" : String.join(", ", layers);
        return "  shrink: " + what + "; " + Figures.count(shrunk.before().parameters()) + " to "
                + Figures.count(shrunk.after().parameters()) + " parameters, "
                + Figures.large(shrunk.before().flopsPerExample()) + " to "
                + Figures.large(shrunk.after().flopsPerExample()) + " FLOPs for an example"
                + constants(shrunk.stuck(), "but stay, as nothing can take exactly what they add")
                + constants(shrunk.lost(), "and are gone with what they added, which nothing can take exactly");
    }

    private static String constants(int channels, String fate) {
        return channels == 0 ? "" : "; " + Figures.count(channels) + " channels never change " + fate;
    }

    private static String started(RunEvent.Started started) {
        var plan = started.plan();
        return started.recipe() + ": " + Figures.count(plan.links()) + " of " + Figures.count(plan.weights())
                + " weights stored (sparsity " + Figures.percent(plan.sparsity()) + "), " + plan.threads()
                + (plan.threads() == 1 ? " thread, " : " threads, ") + plan.backend();
    }

    private static String phase(RunEvent.PhaseStarted phase) {
        String number = phase.phases() == 1 ? "" : " (" + phase.number() + " of " + phase.phases() + ")";
        return "phase '" + phase.phase() + "'" + number + ": " + Figures.count(phase.steps()) + " steps"
                + (phase.stepsPerEpoch() > 0 ? ", " + Figures.count(phase.stepsPerEpoch()) + " in an epoch" : "");
    }

    /** Epoch, speed and training loss only when training went on since the line before; sparsity when it changed. */
    private String evaluated(RunEvent.Evaluated evaluated) {
        List<String> parts = new ArrayList<>();
        if (last != null && last.step() != shownStep) {
            parts.add("epoch " + last.epoch() + "/" + last.epochs());
            parts.add(Figures.rate(last.stepsPerSecond()));
            parts.add("loss " + Figures.value(last.loss()));
            shownStep = last.step();
        }
        parts.add(evaluated.split() + ": " + values(evaluated.values()));
        String sparsity = last == null ? shownSparsity : Figures.percent(last.sparsity());
        if (!sparsity.equals(shownSparsity)) {
            parts.add("sparsity " + sparsity);
            shownSparsity = sparsity;
        }
        return "  " + String.join("   ", parts);
    }

    /** Metrics in the order of their names, the loss last. */
    static String values(Map<String, Double> values) {
        List<String> parts = new ArrayList<>();
        values.entrySet().stream()
                .filter(e -> !e.getKey().equals("loss"))
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> parts.add(e.getKey() + " " + Figures.value(e.getValue())));
        if (values.containsKey("loss")) {
            parts.add("loss " + Figures.value(values.get("loss")));
        }
        return String.join(", ", parts);
    }

    private static String finished(RunSummary.Phase phase) {
        String moved = phase.topologyUpdates() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", links moved %,d times, %s of the places explored",
                        phase.topologyUpdates(),
                        Figures.percent(phase.explored()));
        return "phase '" + phase.name() + "' finished in " + Figures.duration(phase.seconds()) + moved;
    }
}
