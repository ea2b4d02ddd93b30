package org.espalier.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The results of a study as a page of Markdown. */
public final class StudyTable {
    private StudyTable() {}

    /** A table of means over the seeds, then the claims. */
    public static String markdown(StudyResult result) {
        StringBuilder page = new StringBuilder("# " + result.study() + "\n\n");
        if (!result.description().isEmpty()) {
            page.append(result.description()).append("\n\n");
        }
        if (!result.complete()) {
            page.append("The study is not complete: it was stopped after ")
                    .append(result.measurements().size())
                    .append(" runs.\n\n");
        }
        appendRows(page, result);
        if (!result.claims().isEmpty()) {
            appendClaims(page, result.claims());
        }
        page.append("Mean ± standard deviation over the seeds ")
                .append(result.measurements().stream()
                        .map(m -> Long.toString(m.seed()))
                        .distinct()
                        .collect(Collectors.joining(", ")))
                .append(", measured on the test set after the last step.\n");
        result.environment()
                .forEach((key, value) ->
                        page.append("\n- ").append(key).append(": ").append(value));
        return page.append(result.environment().isEmpty() ? "" : "\n").toString();
    }

    private static void appendRows(StringBuilder page, StudyResult result) {
        TreeSet<String> params = new TreeSet<>();
        TreeSet<String> metrics = new TreeSet<>();
        result.rows().forEach(row -> {
            params.addAll(row.params().keySet());
            metrics.addAll(row.metrics().keySet());
        });
        List<String> head = new ArrayList<>(List.of("recipe"));
        head.addAll(params);
        head.addAll(metrics);
        head.addAll(List.of("sparsity of the network", "links", "FLOPs per example", "steps/s"));
        row(page, head);
        row(page, head.stream().map(h -> "---").toList());
        for (StudyResult.Row row : result.rows()) {
            List<String> cells = new ArrayList<>(List.of(row.recipe()));
            params.forEach(p -> cells.add(row.params().getOrDefault(p, "")));
            metrics.forEach(m ->
                    cells.add(row.metrics().containsKey(m) ? value(row.metrics().get(m)) : ""));
            cells.add(String.format(Locale.ROOT, "%.1f %%", 100 * row.sparsity().mean()));
            cells.add(String.format(Locale.ROOT, "%,.0f", row.links().mean()));
            cells.add(String.format(Locale.ROOT, "%,.0f", row.flopsPerExample().mean()));
            cells.add(String.format(Locale.ROOT, "%,.0f", row.stepsPerSecond().mean()));
            row(page, cells);
        }
        page.append('\n');
    }

    private static void appendClaims(StringBuilder page, List<StudyResult.ClaimCheck> claims) {
        row(page, List.of("claim", "at", "measured", "wanted", ""));
        row(page, List.of("---", "---", "---", "---", "---"));
        for (StudyResult.ClaimCheck claim : claims) {
            row(
                    page,
                    List.of(
                            claim.text(),
                            at(claim.at()),
                            value(claim.measured()),
                            Double.toString(claim.wanted()),
                            claim.holds() ? "holds" : "**does not hold**"));
        }
        page.append('\n');
    }

    private static String at(Map<String, String> params) {
        return params.entrySet().stream()
                .map(p -> p.getKey() + " " + p.getValue())
                .collect(Collectors.joining(", "));
    }

    private static void row(StringBuilder page, List<String> cells) {
        page.append("| ")
                .append(cells.stream().map(c -> c.replace("|", "\\|")).collect(Collectors.joining(" | ")))
                .append(" |\n");
    }

    /** {@code 0.8961 ± 0.0012}. */
    private static String value(Sample sample) {
        String mean = String.format(Locale.ROOT, "%.4f", sample.mean());
        return Double.isNaN(sample.deviation())
                ? mean
                : mean + String.format(Locale.ROOT, " ± %.4f", sample.deviation());
    }
}
