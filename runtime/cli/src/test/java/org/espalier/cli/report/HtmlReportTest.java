package org.espalier.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.espalier.cli.Examples;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private final String page = new HtmlReport(
                    Examples.plan(),
                    Examples.summary(RunSummary.Outcome.EXPECTATION_NOT_MET, false),
                    Examples.identity())
            .html();

    @Test
    void showsThePartsTheRecipeNamesAndNoOther() {
        assertThat(page)
                .contains(
                        "Loss by epoch",
                        "Accuracy by epoch",
                        "Sparsity by layer",
                        "Links",
                        "Arithmetic",
                        "Exploration");
        RecipePlan silent = RecipePlan.builder("silent")
                .data(data -> data.source("strokes"))
                .model(model -> model.input(4).dense("out", 2, "none"))
                .report("flops")
                .build();
        String short_ =
                new HtmlReport(silent, Examples.summary(RunSummary.Outcome.DONE, true), Examples.identity()).html();
        assertThat(short_).contains("Arithmetic").doesNotContain("by epoch", "Exploration", "<svg");
    }

    @Test
    void fetchesNothingAndRunsNoScript() {
        assertThat(page).doesNotContain("http:", "https:", "<script", "<link", "@import", "url(");
    }

    @Test
    void saysWhichExpectationWasNotMet() {
        assertThat(page)
                .contains("Trained in 4.8 s, but not everything expected was reached")
                .containsPattern(
                        "sparsity of fc\\* at least 0.95</td><td class=\"n\">0.9000</td><td><span class=\"missed\">");
    }

    @Test
    void showsTextOfTheRecipeAsText() {
        assertThat(page).contains("RigL at 90 % &amp; more: &lt;sparse&gt; from the first step.");
    }

    @Test
    void drawsEveryEpochOfEveryCurveInsideTheChart() throws Exception {
        int from = page.indexOf("<svg");
        String svg = page.substring(from, page.indexOf("</svg>", from) + 6);
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        var circles = document.getElementsByTagName("circle");
        assertThat(circles.getLength()).isEqualTo(20);
        for (int i = 0; i < circles.getLength(); i++) {
            var circle = circles.item(i).getAttributes();
            assertThat(Double.parseDouble(circle.getNamedItem("cx").getNodeValue()))
                    .isBetween(52.0, 624.0);
            assertThat(Double.parseDouble(circle.getNamedItem("cy").getNodeValue()))
                    .isBetween(12.0, 216.0);
        }
    }

    @Test
    void isWrittenToItsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("report.html");
        new HtmlReport(Examples.plan(), Examples.summary(RunSummary.Outcome.DONE, true), Examples.identity())
                .write(file);
        assertThat(Files.readString(file)).startsWith("<!doctype html>").endsWith("</html>\n");
    }
}
