package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.run.RunSummary;
import org.espalier.embed.RunResult;

/** A finished run as a few lines for a person. */
final class RunResultText {
    private final Surroundings surroundings;

    RunResultText(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    List<String> lines(RunResult result) {
        RunSummary summary = result.summary();
        List<String> lines = new ArrayList<>();
        lines.add(title(summary));
        TextTable figures = new TextTable("ll");
        metricRows(summary).forEach((metric, text) -> figures.row(metric, text));
        figures.row("sparsity", sparsity(summary));
        figures.row(
                "speed",
                Figures.rate(summary.stepsPerSecond().median()) + " on " + threads(summary) + " with "
                        + summary.backend());
        lines.addAll(figures.lines());
        lines.addAll(expectations(summary));
        lines.add("  Written to " + surroundings.show(result.folder()) + ": " + files(summary, result.folder()));
        return lines;
    }

    private static String threads(RunSummary summary) {
        return summary.threads() == 1 ? "1 thread" : summary.threads() + " threads";
    }

    private static String title(RunSummary summary) {
        String time = Figures.duration(summary.seconds());
        return switch (summary.outcome()) {
            case DONE -> summary.recipe() + ": done in " + time + ".";
            case EXPECTATION_NOT_MET ->
                summary.recipe() + ": trained in " + time + ", but not everything expected was reached.";
            case INTERRUPTED -> summary.recipe() + ": interrupted after " + time + "; what was done is kept.";
            case FAILED ->
                summary.recipe() + ": failed after " + time + ". "
                        + summary.error().orElse("");
        };
    }

    /** A row for each metric: its value on every split that was measured, the test set first. */
    private static Map<String, String> metricRows(RunSummary summary) {
        Map<String, Map<String, Double>> byMetric = new TreeMap<>();
        for (String split : List.of("test", "validation", "train")) {
            summary.metrics()
                    .getOrDefault(split, Map.of())
                    .forEach((metric, value) -> byMetric.computeIfAbsent(metric, m -> new java.util.LinkedHashMap<>())
                            .put(split, value));
        }
        Map<String, String> rows = new TreeMap<>();
        byMetric.forEach((metric, values) -> rows.put(
                metric,
                values.entrySet().stream()
                        .map(e -> Figures.value(e.getValue()) + " on " + splitName(e.getKey()))
                        .collect(Collectors.joining(", "))));
        return rows;
    }

    private static String splitName(String split) {
        return split.equals("train") ? "training" : split;
    }

    private static String sparsity(RunSummary summary) {
        String whole = Figures.percent(summary.sparsity()) + " of the whole network (" + Figures.count(summary.links())
                + " of " + Figures.count(summary.weights()) + " weights are stored)";
        String layers = summary.layers().stream()
                .filter(layer -> !layer.storage().equals("dense"))
                .map(layer -> layer.name() + " " + Figures.percent(layer.sparsity()))
                .collect(Collectors.joining(", "));
        return layers.isEmpty() ? whole : whole + "; " + layers;
    }

    private static List<String> expectations(RunSummary summary) {
        if (summary.expectations().isEmpty()) {
            return List.of();
        }
        TextTable table = new TextTable("lrl");
        for (RunSummary.Check check : summary.expectations()) {
            table.row("expected " + check.text(), Figures.value(check.measured()), check.met() ? "met" : "NOT MET");
        }
        return table.lines();
    }

    private static String files(RunSummary summary, Path folder) {
        List<String> names = new ArrayList<>(List.of("report.html", "summary.json"));
        names.addAll(summary.exports());
        return names.stream().filter(name -> Files.exists(folder.resolve(name))).collect(Collectors.joining(", "));
    }
}
