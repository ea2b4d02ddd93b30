package org.espalier.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.cli.terminal.Figures;
import org.espalier.cli.terminal.TextTable;
import org.espalier.core.run.PlanReport;

/** A plan in figures, as a page of text. */
final class PlanText {
    private final PlanReport plan;

    PlanText(PlanReport plan) {
        this.plan = plan;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(plan.recipe() + " on " + plan.threads() + (plan.threads() == 1 ? " thread" : " threads") + " with "
                + plan.backend());
        lines.add("");
        lines.addAll(layers());
        lines.add("");
        lines.addAll(totals());
        section(lines, "Phases", phases());
        section(lines, "Defaults in force", indented(plan.defaults()));
        steps(lines);
        return lines;
    }

    /** Phases whose steps are alike are told of together. */
    private void steps(List<String> lines) {
        Map<List<String>, List<String>> alike = new LinkedHashMap<>();
        plan.phases()
                .forEach(phase -> alike.computeIfAbsent(phase.orderOfAStep(), order -> new ArrayList<>())
                        .add("'" + phase.name() + "'"));
        alike.forEach((order, phases) -> {
            String whose = alike.size() == 1 ? "" : " of " + String.join(", ", phases);
            section(lines, "A step" + whose + ", in this order", numbered(order));
        });
    }

    private List<String> layers() {
        TextTable table = new TextTable("lrlrrrrrl")
                .row("LAYER", "SHAPE", "STORED", "LINKS", "AT THE END", "SPARSITY", "MEMORY", "FLOPS", "KERNEL");
        for (PlanReport.Layer layer : plan.layers()) {
            table.row(
                    layer.name(),
                    layer.rows() + " x " + layer.columns(),
                    layer.storage(),
                    Figures.count(layer.links()),
                    Figures.count(layer.finalLinks()),
                    Figures.percent(layer.sparsity()),
                    Figures.bytes(layer.bytes()),
                    Figures.large(layer.flops()),
                    layer.kernel());
        }
        table.row(
                "whole network",
                "",
                "",
                Figures.count(plan.links()),
                Figures.count(plan.layers().stream()
                        .mapToLong(PlanReport.Layer::finalLinks)
                        .sum()),
                Figures.percent(plan.sparsity()),
                Figures.bytes(plan.layers().stream()
                        .mapToLong(PlanReport.Layer::bytes)
                        .sum()),
                Figures.large(plan.flopsPerExample()),
                "");
        return table.lines();
    }

    private List<String> totals() {
        TextTable table = new TextTable("ll");
        table.row(
                "memory",
                "needs " + Figures.bytes(plan.bytesNeeded()) + " (" + Figures.bytes(plan.bytesPeak())
                        + " with the JVM), the machine has " + Figures.bytes(plan.bytesOfMachine()));
        table.row(
                "arithmetic",
                Figures.large(plan.flopsPerExample()) + " FLOPs for an example, "
                        + Figures.large(plan.trainingFlopsPerExample()) + " in training");
        if (!Double.isNaN(plan.predictedStepMillis())) {
            long steps =
                    plan.phases().stream().mapToLong(PlanReport.Phase::steps).sum();
            table.row(
                    "time",
                    Figures.millis(plan.predictedStepMillis()) + " a step, about "
                            + Figures.duration(steps * plan.predictedStepMillis() / 1000) + " for "
                            + Figures.count(steps) + " steps");
        }
        return table.lines();
    }

    private List<String> phases() {
        TextTable table =
                new TextTable("lrrrr").row("PHASE", "STEPS", "IN AN EPOCH", "TOPOLOGY UPDATES", "FLOPS A STEP");
        for (PlanReport.Phase phase : plan.phases()) {
            table.row(
                    phase.name(),
                    Figures.count(phase.steps()),
                    Figures.count(phase.stepsPerEpoch()),
                    Figures.count(phase.topologyUpdates()),
                    Figures.large(phase.flopsPerStep()));
        }
        List<String> rows = table.lines();
        List<String> lines = new ArrayList<>(rows.subList(0, 1));
        for (int i = 0; i < plan.phases().size(); i++) {
            lines.add(rows.get(i + 1));
            plan.phases().get(i).start().ifPresent(start -> lines.add("  begins with " + start));
            plan.phases().get(i).then().forEach(change -> lines.add("  then " + change));
        }
        return lines;
    }

    private static void section(List<String> lines, String title, List<String> content) {
        if (!content.isEmpty()) {
            lines.add("");
            lines.add(title);
            lines.addAll(content);
        }
    }

    private static List<String> indented(List<String> sentences) {
        return sentences.stream().map(sentence -> "  " + sentence).toList();
    }

    private static List<String> numbered(List<String> sentences) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            lines.add(String.format("  %2d. %s", i + 1, sentences.get(i)));
        }
        return lines;
    }
}
