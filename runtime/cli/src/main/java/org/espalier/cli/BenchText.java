package org.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.run.BenchReport;
import org.espalier.core.run.BenchReport.Contender;

/** What a measurement says to a person. */
record BenchText(BenchReport report) {
    /** Operations that take less than this share of the slowest contender's step are left out. */
    private static final double WORTH_A_LINE = 0.01;

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(report.recipe() + ", batch " + report.batch() + ", on " + report.threads()
                + (report.threads() == 1 ? " thread" : " threads") + " of "
                + report.machine().processor() + " with "
                + report.backend());
        lines.add(report.turns() + (report.turns() == 1 ? " turn" : " turns") + " of " + report.steps()
                + " steps each, "
                + report.discarded() + " before them not counted; the machine's dense products in the first cache: "
                + Figures.threeDigits(report.peakGigaflops()) + " GFLOP/s");
        lines.add("");
        lines.addAll(contenders());
        List<String> operations = operations();
        if (operations.size() > 1) {
            lines.add("");
            lines.add("Milliseconds of a step, forward + backward:");
            lines.addAll(operations);
        }
        lines.add("");
        return lines;
    }

    private List<String> contenders() {
        TextTable table = new TextTable("lrrrrrrr")
                .row("", "STEPS/S", "QUARTILES", "TO DENSE", "LINKS", "MEMORY", "GFLOP/S", "HEAP A STEP");
        double dense = report.contenders().getFirst().stepsPerSecond().median();
        for (Contender c : report.contenders()) {
            table.row(
                    c.name(),
                    Figures.threeDigits(c.stepsPerSecond().median()),
                    Figures.threeDigits(c.stepsPerSecond().q1()) + " to "
                            + Figures.threeDigits(c.stepsPerSecond().q3()),
                    String.format(Locale.ROOT, "%.2f", c.stepsPerSecond().median() / dense),
                    c.links() == 0 ? "" : Figures.count(c.links()),
                    c.bytes() == 0 ? "" : Figures.bytes(c.bytes()),
                    Double.isNaN(c.gigaflops()) ? "" : Figures.threeDigits(c.gigaflops()),
                    Double.isNaN(c.bytesAllocatedPerStep())
                            ? ""
                            : Figures.bytes(Math.round(c.bytesAllocatedPerStep())));
        }
        return table.lines();
    }

    /** A line for each operation that takes some time. */
    private List<String> operations() {
        List<Contender> known = report.contenders().stream()
                .filter(c -> !c.operations().isEmpty())
                .toList();
        TextTable table = new TextTable("l" + "r".repeat(known.size()));
        List<String> head = new ArrayList<>(List.of(""));
        known.forEach(c -> head.add(c.name().toUpperCase(Locale.ROOT)));
        table.row(head.toArray(String[]::new));
        double slowest = known.stream().mapToDouble(BenchText::total).max().orElse(0);
        for (int i = 0; i < known.getFirst().operations().size(); i++) {
            int operation = i;
            if (known.stream().anyMatch(c -> total(c, operation) > WORTH_A_LINE * slowest)) {
                List<String> row = new ArrayList<>(
                        List.of(known.getFirst().operations().get(i).operation()));
                known.forEach(c -> row.add(String.format(
                        Locale.ROOT,
                        "%.3f + %.3f",
                        c.operations().get(operation).forwardMillis(),
                        c.operations().get(operation).backwardMillis())));
                table.row(row.toArray(String[]::new));
            }
        }
        return table.lines();
    }

    private static double total(Contender contender) {
        double sum = 0;
        for (int i = 0; i < contender.operations().size(); i++) {
            sum += total(contender, i);
        }
        return sum;
    }

    private static double total(Contender contender, int operation) {
        var time = contender.operations().get(operation);
        return time.forwardMillis() + time.backwardMillis();
    }
}
