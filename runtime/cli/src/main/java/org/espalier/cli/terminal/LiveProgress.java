package org.espalier.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunEvent;
import org.jspecify.annotations.Nullable;

/**
 * Two lines at the bottom of a terminal that are drawn again while training goes on; what is worth keeping scrolls by
 * above them. Notes may come from the thread of a signal, so drawing is serialised.
 */
final class LiveProgress implements Progress {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final String CLEAR_TO_END = "\r\u001b[J";
    private static final String UP = "\u001b[1A";
    private static final int BAR = 24;

    private final Terminal terminal;
    private final PlainProgress lines;
    private final LongSupplier nanos;
    private int drawn;
    private long lastDraw;
    private long stepsOfLaterPhases;
    private @Nullable PlanReport plan;
    private String measured = "";

    LiveProgress(Terminal terminal, PlainProgress lines, LongSupplier nanos) {
        this.terminal = terminal;
        this.lines = lines;
        this.nanos = nanos;
        this.lastDraw = nanos.getAsLong() - REDRAW_NANOS;
    }

    @Override
    public synchronized void accept(RunEvent event) {
        switch (event) {
            case RunEvent.Started started -> {
                plan = started.plan();
                keep(event);
            }
            case RunEvent.PhaseStarted phase -> {
                stepsOfLaterPhases = laterSteps(phase.number());
                keep(event);
            }
            case RunEvent.Progress progress -> {
                lines.line(progress);
                if (nanos.getAsLong() - lastDraw >= REDRAW_NANOS || progress.step() == progress.steps()) {
                    draw(progress);
                }
            }
            case RunEvent.Evaluated evaluated -> {
                measured = evaluated.split() + " " + PlainProgress.values(withoutLoss(evaluated.values()));
                keep(event);
            }
            case RunEvent.TopologyChanged _,
                    RunEvent.Trained _,
                    RunEvent.StepTakenBack _,
                    RunEvent.CheckpointWritten _ -> {}
            case RunEvent.Resumed resumed -> keep(event);
            case RunEvent.RolledBack back -> keep(event);
            case RunEvent.Penalised penalised -> keep(event);
            case RunEvent.Selected selected -> keep(event);
            case RunEvent.Shrunk shrunk -> keep(event);
            case RunEvent.PhaseFinished finished -> keep(event);
            case RunEvent.Exported exported -> keep(event);
            case RunEvent.Note note -> keep(event);
            case RunEvent.Finished finished -> clear();
        }
    }

    @Override
    public synchronized void note(String text) {
        clear();
        terminal.note(text);
    }

    @Override
    public synchronized void close() {
        clear();
        terminal.err().flush();
    }

    private void keep(RunEvent event) {
        clear();
        lines.accept(event);
    }

    private long laterSteps(int number) {
        return plan == null
                ? 0
                : plan.phases().stream()
                        .skip(number)
                        .mapToLong(PlanReport.Phase::steps)
                        .sum();
    }

    private static Map<String, Double> withoutLoss(Map<String, Double> values) {
        Map<String, Double> rest = new java.util.LinkedHashMap<>(values);
        rest.remove("loss");
        return rest;
    }

    private void draw(RunEvent.Progress progress) {
        double left = (progress.steps() - progress.step() + stepsOfLaterPhases) / progress.stepsPerSecond();
        List<String> first = new ArrayList<>(List.of(
                progress.phase() + "  " + bar((double) progress.step() / Math.max(1, progress.steps())),
                "epoch " + progress.epoch() + "/" + progress.epochs(),
                Figures.rate(progress.stepsPerSecond())));
        if (Double.isFinite(left)) {
            first.add(Figures.duration(left) + " left");
        }
        List<String> second = new ArrayList<>(List.of("loss " + Figures.value(progress.loss())));
        if (!measured.isBlank()) {
            second.add(measured);
        }
        second.add("sparsity " + Figures.percent(progress.sparsity()));
        clear();
        terminal.err().print(cut(String.join("   ", first)) + "\n" + cut("  " + String.join("   ", second)));
        terminal.err().flush();
        drawn = 2;
        lastDraw = nanos.getAsLong();
    }

    private static String bar(double share) {
        int full = (int) Math.round(Math.clamp(share, 0, 1) * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full) + String.format(" %3.0f %%", 100 * share);
    }

    private String cut(String line) {
        int width = Math.max(20, terminal.columns() - 1);
        return line.length() <= width ? line : line.substring(0, width - 1) + "…";
    }

    private void clear() {
        if (drawn > 0) {
            terminal.err().print(UP.repeat(drawn - 1) + CLEAR_TO_END);
            drawn = 0;
        }
    }
}
