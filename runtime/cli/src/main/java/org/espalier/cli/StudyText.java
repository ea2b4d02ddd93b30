package org.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.TextTable;
import org.espalier.embed.Sample;
import org.espalier.embed.StudyResult;

/** The results of a study as lines for a person. */
final class StudyText {
    private final StudyResult result;

    StudyText(StudyResult result) {
        this.result = result;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(title());
        TextTable rows = new TextTable("llll").row("RECIPE", "PARAMS", "ON THE TEST SET", "SPARSITY");
        for (StudyResult.Row row : result.rows()) {
            rows.row(
                    row.recipe(),
                    params(row.params()),
                    metrics(row.metrics()),
                    Figures.percent(row.sparsity().mean()));
        }
        lines.addAll(rows.lines());
        TextTable claims = new TextTable("llll");
        for (StudyResult.ClaimCheck claim : result.claims()) {
            claims.row(
                    claim.text(),
                    params(claim.at()),
                    sample(claim.measured()),
                    claim.holds() ? "holds" : "DOES NOT HOLD");
        }
        lines.addAll(claims.lines());
        return lines;
    }

    private String title() {
        int runs = result.measurements().size();
        if (!result.complete()) {
            return result.study() + ": stopped after " + runs + " runs; the same command goes on from there.";
        }
        return result.study() + ": " + runs + " runs"
                + (result.claims().isEmpty()
                        ? "."
                        : result.holds() ? ", every claim holds." : ", not every claim holds.");
    }

    private static String params(Map<String, String> params) {
        return params.entrySet().stream()
                .map(p -> p.getKey() + " " + p.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String metrics(Map<String, Sample> metrics) {
        return metrics.entrySet().stream()
                .map(m -> m.getKey() + " " + sample(m.getValue()))
                .collect(Collectors.joining("   "));
    }

    private static String sample(Sample sample) {
        return Figures.value(sample.mean())
                + (Double.isNaN(sample.deviation()) ? "" : " ± " + Figures.value(sample.deviation()));
    }
}
