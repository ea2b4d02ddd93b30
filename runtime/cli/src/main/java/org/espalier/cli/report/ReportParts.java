package org.espalier.cli.report;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.espalier.cli.terminal.Figures;
import org.espalier.core.run.RunSummary;

/** The parts a recipe's {@code report} can name: a section of the page for each; any metric's name is a part. */
final class ReportParts {
    /** In percentage points; a curve of rounding would only look like news. */
    private static final double LEAST_CHANGE_SHOWN = 0.5;

    private final RunSummary run;

    ReportParts(RunSummary run) {
        this.run = run;
    }

    String section(String part) {
        return switch (part) {
            case "loss" -> curves("Loss by epoch", "loss");
            case "sparsity-by-layer" -> sparsityByLayer();
            case "links" -> links();
            case "flops" -> flops();
            case "exploration" -> exploration();
            case "activations" -> activations();
            default -> curves(capital(part) + " by epoch", part);
        };
    }

    private static String capital(String name) {
        String words = name.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private String curves(String title, String metric) {
        List<LineChart.Series> series = new ArrayList<>();
        if (metric.equals("loss")) {
            series.add(curve("while training", RunSummary.EpochRow::trainLoss));
        }
        for (String split : splits()) {
            LineChart.Series curve = curve(
                    "on " + (split.equals("train") ? "training examples" : split),
                    row -> row.metrics().getOrDefault(split, Map.of()).getOrDefault(metric, Double.NaN));
            if (!curve.points().isEmpty()) {
                series.add(curve);
            }
        }
        LineChart chart = new LineChart(title, series);
        return section(
                title, chart.isEmpty() ? "<p>It was not measured while training.</p>\n" : chart.legend() + chart.svg());
    }

    private Set<String> splits() {
        Set<String> splits = new LinkedHashSet<>();
        run.phases()
                .forEach(p ->
                        p.epochs().forEach(row -> splits.addAll(row.metrics().keySet())));
        return splits;
    }

    /** A curve over the epochs of all phases. */
    private LineChart.Series curve(String name, Function<RunSummary.EpochRow, Double> value) {
        List<LineChart.Point> points = new ArrayList<>();
        int before = 0;
        for (RunSummary.Phase phase : run.phases()) {
            for (RunSummary.EpochRow row : phase.epochs()) {
                points.add(new LineChart.Point(before + row.epoch(), value.apply(row)));
            }
            before += phase.epochs().stream()
                    .mapToInt(RunSummary.EpochRow::epoch)
                    .max()
                    .orElse(0);
        }
        return new LineChart.Series(name, points);
    }

    private String sparsityByLayer() {
        StringBuilder rows = new StringBuilder("<table class=\"bars\">\n");
        for (RunSummary.Layer layer : run.layers()) {
            bar(rows, layer.name(), layer.sparsity(), Figures.percent(layer.sparsity()), layer.storage());
        }
        bar(rows, "whole network", run.sparsity(), Figures.percent(run.sparsity()), "");
        rows.append("</table>\n");
        LineChart chart = new LineChart(
                "Sparsity by epoch", List.of(curve("sparsity of the network", row -> 100 * row.sparsity())));
        DoubleSummaryStatistics range = chart.series().getFirst().points().stream()
                .collect(Collectors.summarizingDouble(LineChart.Point::value));
        boolean moves = range.getMax() - range.getMin() > LEAST_CHANGE_SHOWN;
        return section("Sparsity by layer", rows + (moves ? "<h3>Over time, in percent</h3>\n" + chart.svg() : ""));
    }

    private String links() {
        StringBuilder rows = new StringBuilder("<table>\n<tr><th>layer</th><th class=\"n\">outputs x inputs</th>"
                + "<th class=\"n\">weights</th><th class=\"n\">links</th></tr>\n");
        for (RunSummary.Layer layer : run.layers()) {
            row(
                    rows,
                    layer.name(),
                    layer.rows() + " x " + layer.columns(),
                    Figures.count((long) layer.rows() * layer.columns()),
                    Figures.count(layer.links()));
        }
        row(rows, "whole network", "", Figures.count(run.weights()), Figures.count(run.links()));
        return section("Links", rows.append("</table>\n").toString());
    }

    private String flops() {
        double dense =
                run.layers().stream().mapToDouble(RunSummary.Layer::denseFlops).sum();
        StringBuilder rows = new StringBuilder("<p>A forward pass of one example takes <b>")
                .append(Figures.large(run.flopsPerExample()))
                .append("</b> floating-point operations, ")
                .append(Figures.percent(run.flopsPerExample() / dense))
                .append(" of what the products of the dense network would take (")
                .append(Figures.large(dense))
                .append(").</p>\n<table class=\"bars\">\n");
        for (RunSummary.Layer layer : run.layers()) {
            double share = 1 - layer.sparsity();
            bar(rows, layer.name(), share, Figures.large(layer.flops()), Figures.percent(share) + " of dense");
        }
        return section("Arithmetic", rows.append("</table>\n").toString());
    }

    private String exploration() {
        StringBuilder rows = new StringBuilder("<table>\n<tr><th>phase</th><th class=\"n\">topology updates</th>"
                + "<th class=\"n\">places that held a link at some time</th></tr>\n");
        for (RunSummary.Phase phase : run.phases()) {
            row(rows, phase.name(), Figures.count(phase.topologyUpdates()), Figures.percent(phase.explored()));
        }
        return section("Exploration", rows.append("</table>\n").toString());
    }

    private String activations() {
        StringBuilder rows = new StringBuilder(
                "<p>Over the last split that was measured, at the end of the last phase that ended.</p>\n<table>\n<tr>"
                        + "<th>output</th><th class=\"n\">features</th><th class=\"n\">positions</th>"
                        + "<th class=\"n\">exactly zero</th><th class=\"n\">mean</th><th class=\"n\">deviation</th></tr>\n");
        List<RunSummary.Activations> measured =
                run.phases().isEmpty() ? List.of() : run.phases().getLast().activations();
        for (RunSummary.Activations of : measured) {
            row(
                    rows,
                    of.name(),
                    Figures.count(of.features()),
                    Figures.count(of.positions()),
                    Figures.percent(of.zeros()),
                    String.format(Locale.ROOT, "%.4g", of.mean()),
                    String.format(Locale.ROOT, "%.4g", of.deviation()));
        }
        return section(
                "Activations",
                measured.isEmpty()
                        ? "<p>It was not measured.</p>\n"
                        : rows.append("</table>\n").toString());
    }

    private static void bar(StringBuilder rows, String name, double share, String figure, String remark) {
        rows.append("<tr><td>").append(Html.escape(name)).append("</td><td class=\"track\"><i style=\"width:");
        rows.append(String.format(Locale.ROOT, "%.2f", 100 * Math.clamp(share, 0, 1)))
                .append("%\"></i></td><td class=\"n\">");
        rows.append(Html.escape(figure))
                .append("</td><td class=\"remark\">")
                .append(Html.escape(remark))
                .append("</td></tr>\n");
    }

    private static void row(StringBuilder rows, String name, String... figures) {
        rows.append("<tr><td>").append(Html.escape(name)).append("</td>");
        for (String figure : figures) {
            rows.append("<td class=\"n\">").append(Html.escape(figure)).append("</td>");
        }
        rows.append("</tr>\n");
    }

    private static String section(String title, String content) {
        return "<section>\n<h2>" + Html.escape(title) + "</h2>\n" + content + "</section>\n";
    }
}
