package org.espalier.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.cli.terminal.Figures;
import org.espalier.core.files.WholeFile;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.provenance.Machine;
import org.espalier.core.provenance.RunIdentity;
import org.espalier.core.run.RunSummary;

/**
 * The report of a run as one page: what it reached, the parts its recipe asks for, what was expected, and what is needed to
 * make it again. It fetches nothing, runs no script, and follows the reader's choice of light or dark.
 */
public final class HtmlReport {
    private final RecipePlan plan;
    private final RunSummary run;
    private final RunIdentity identity;

    public HtmlReport(RecipePlan plan, RunSummary run, RunIdentity identity) {
        this.plan = plan;
        this.run = run;
        this.identity = identity;
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws EspalierException when the file cannot be written
     */
    public void write(Path file) {
        ByteBuffer page = ByteBuffer.wrap(html().getBytes(StandardCharsets.UTF_8));
        WholeFile.write(file, channel -> {
            while (page.hasRemaining()) {
                channel.write(page);
            }
        });
    }

    /** The page. */
    public String html() {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.append("<title>").append(Html.escape(run.recipe())).append("</title>\n<style>\n");
        page.append(resource("report.css")).append("</style>\n</head>\n<body>\n<main>\n");
        appendHead(page);
        appendExpectations(page);
        ReportParts parts = new ReportParts(run);
        plan.reports().forEach(part -> page.append(parts.section(part.name())));
        appendOrigin(page);
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private void appendHead(StringBuilder page) {
        page.append("<header>\n<h1>").append(Html.escape(run.recipe())).append("</h1>\n");
        if (!plan.description().isEmpty()) {
            page.append("<p class=\"about\">")
                    .append(Html.escape(plan.description()))
                    .append("</p>\n");
        }
        page.append("<p class=\"outcome ")
                .append(run.outcome().name().toLowerCase(java.util.Locale.ROOT))
                .append("\">");
        page.append(Html.escape(outcome())).append("</p>\n</header>\n<dl class=\"figures\">\n");
        headline()
                .forEach((name, value) -> page.append("<div><dt>")
                        .append(Html.escape(name))
                        .append("</dt><dd>")
                        .append(Html.escape(value))
                        .append("</dd></div>\n"));
        page.append("</dl>\n");
    }

    private String outcome() {
        String time = Figures.duration(run.seconds());
        return switch (run.outcome()) {
            case DONE ->
                run.expectations().isEmpty()
                        ? "Done in " + time
                        : "Done in " + time + ", everything expected was reached";
            case EXPECTATION_NOT_MET -> "Trained in " + time + ", but not everything expected was reached";
            case INTERRUPTED -> "Interrupted after " + time;
            case FAILED ->
                "Failed after " + time + run.error().map(e -> ": " + e).orElse("");
        };
    }

    private Map<String, String> headline() {
        Map<String, String> figures = new LinkedHashMap<>();
        for (String split : List.of("test", "validation")) {
            run.metrics().getOrDefault(split, Map.of()).forEach((metric, value) -> {
                if (!metric.equals("loss")) {
                    figures.put(metric + " on " + split, Figures.value(value));
                }
            });
        }
        figures.put("sparsity of the network", Figures.percent(run.sparsity()));
        figures.put("links", Figures.count(run.links()));
        figures.put("FLOPs per example", Figures.large(run.flopsPerExample()));
        figures.put("speed", Figures.rate(run.stepsPerSecond().median()));
        return figures;
    }

    private void appendExpectations(StringBuilder page) {
        if (run.expectations().isEmpty()) {
            return;
        }
        page.append(
                "<section>\n<h2>Expected</h2>\n<table>\n<tr><th>what</th><th class=\"n\">measured</th><th></th></tr>\n");
        for (RunSummary.Check check : run.expectations()) {
            page.append("<tr><td>").append(Html.escape(check.text())).append("</td><td class=\"n\">");
            page.append(Figures.value(check.measured())).append("</td><td>");
            page.append(check.met() ? "<span class=\"met\">met</span>" : "<span class=\"missed\">not met</span>");
            page.append("</td></tr>\n");
        }
        page.append("</table>\n</section>\n");
    }

    private void appendOrigin(StringBuilder page) {
        page.append("<section>\n<h2>How it was made</h2>\n<table class=\"origin\">\n");
        origin().forEach((name, value) -> page.append("<tr><td>")
                .append(Html.escape(name))
                .append("</td><td>")
                .append(Html.escape(value))
                .append("</td></tr>\n"));
        page.append("</table>\n");
        if (!plan.source().isEmpty()) {
            page.append("<details><summary>The recipe</summary>\n<pre>");
            page.append(Html.escape(plan.source().strip())).append("</pre>\n</details>\n");
        }
        page.append("</section>\n");
    }

    private Map<String, String> origin() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("seed", Long.toString(run.seed()));
        List<String> params = new ArrayList<>();
        run.params().forEach((name, value) -> params.add(name + " = " + value));
        if (!params.isEmpty()) {
            rows.put("params", String.join(", ", params));
        }
        rows.put(
                "computed by",
                run.backend() + " (" + identity.backend().description() + "), " + run.threads()
                        + (run.threads() == 1 ? " thread" : " threads"));
        if (run.peakResidentBytes() > 0) {
            rows.put("memory at most", Figures.bytes(run.peakResidentBytes()));
        }
        Machine machine = identity.machine();
        rows.put("Espalier", identity.espalier());
        rows.put("Java", identity.java().version() + " (" + identity.java().vendor() + ")");
        rows.put("system", machine.system() + " " + machine.release() + ", " + machine.architecture());
        rows.put("processors", machine.processors() + " of " + machine.processor());
        identity.data().forEach((file, digest) -> rows.put("data " + file, digest));
        identity.bundles()
                .forEach(bundle -> rows.put(
                        "bundle " + bundle.name() + " " + bundle.version(),
                        bundle.sha256().isEmpty() ? "from no file" : "sha256:" + bundle.sha256()));
        rows.put("hash of the recipe", run.recipeHash());
        rows.put("digest of the model", run.digest());
        return rows;
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar of the command line lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
