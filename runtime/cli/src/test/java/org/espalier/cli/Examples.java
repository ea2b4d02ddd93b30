package org.espalier.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.provenance.BundleIdentity;
import org.espalier.core.provenance.Machine;
import org.espalier.core.provenance.RunIdentity;
import org.espalier.core.run.PlanReport;
import org.espalier.core.run.RunSummary;

/** A plan and its run, as the engine could have made them. */
public final class Examples {
    private Examples() {}

    public static RecipePlan plan() {
        return RecipePlan.builder("rigl-strokes")
                .describe("RigL at 90 % & more: <sparse> from the first step.")
                .data(data -> data.source("strokes"))
                .model(model -> model.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", 256, "relu")
                        .dense("out", 10, "none"))
                .phase("train", phase -> phase.optimizer("sgd", Map.of("momentum", 0.9)))
                .report("loss")
                .report("accuracy")
                .report("sparsity-by-layer")
                .report("links")
                .report("flops")
                .report("exploration")
                .source("recipe('rigl-strokes') {\n    seed 42\n}\n", org.espalier.core.diagnostic.Place.NONE)
                .build();
    }

    public static PlanReport report() {
        return new PlanReport(
                "rigl-strokes",
                "simd (256-bit vectors)",
                2,
                List.of(
                        new PlanReport.Layer(
                                "fc1", 256, 784, "sparse", 20_070, 20_070, 481_680, 40_140, "sparse rows, 16 lanes"),
                        new PlanReport.Layer("out", 10, 256, "dense", 2_560, 2_560, 40_960, 5_120, "dense product")),
                List.of(new PlanReport.Phase(
                        "train",
                        Optional.empty(),
                        1000,
                        100,
                        15,
                        17_481_984,
                        List.of("the batch is drawn", "the optimizer moves values"),
                        List.of())),
                List.of("Weights start as he-normal; biases start at 0.", "Weight decay leaves biases alone."),
                22_630,
                203_264,
                12_000_000,
                180_000_000,
                25_000_000_000L,
                45_526,
                136_578,
                0.42);
    }

    public static RunSummary summary(RunSummary.Outcome outcome, boolean met) {
        List<RunSummary.EpochRow> epochs = new ArrayList<>();
        for (int e = 1; e <= 10; e++) {
            Map<String, Double> validation = new LinkedHashMap<>();
            validation.put("loss", 0.3 + 0.9 / e);
            validation.put("accuracy", 0.94 - 0.35 / e);
            epochs.add(
                    new RunSummary.EpochRow(e, 0.25 + 1.2 / e, Map.of("validation", validation), 0.888 + 0.0001 * e));
        }
        return new RunSummary(
                "rigl-strokes",
                outcome,
                "5f1c3ab09c2d4e1f5f1c3ab09c2d4e1f5f1c3ab09c2d4e1f5f1c3ab09c2d4e1f",
                "aa11bb22cc33dd44aa11bb22cc33dd44aa11bb22cc33dd44aa11bb22cc33dd44",
                42,
                Map.of("sparsity", "0.9"),
                "simd (256-bit vectors)",
                2,
                List.of(new RunSummary.Phase(
                        "train",
                        1000,
                        4.2,
                        0.37,
                        Map.of("validation", Map.of("loss", 0.39, "accuracy", 0.905)),
                        epochs,
                        new RunSummary.Quartiles(900, 1000, 1100),
                        15,
                        0.23,
                        Map.of(),
                        List.of(new RunSummary.Activations("fc1", 256, 1, 0.71, 0.12, 0.4)))),
                Map.of(
                        "test",
                        Map.of("loss", 0.41, "accuracy", 0.9031),
                        "validation",
                        Map.of("loss", 0.39, "accuracy", 0.905)),
                List.of(
                        new RunSummary.Layer("fc1", 256, 784, "sparse", 20_070, 0.9, 1),
                        new RunSummary.Layer("out", 10, 256, "dense", 2_560, 0.0, 1)),
                0.8887,
                22_630,
                203_264,
                45_526,
                new RunSummary.Quartiles(900, 1000, 1100),
                181_000_000,
                0,
                List.of(
                        new RunSummary.Check("accuracy on test above 0.9", 0.9, 0.9031, true),
                        new RunSummary.Check("sparsity of fc* at least 0.95", 0.95, 0.9, met)),
                List.of("model.safetensors"),
                4.8,
                outcome == RunSummary.Outcome.FAILED ? Optional.of("the disk is full.") : Optional.empty());
    }

    /** What made it. */
    public static RunIdentity identity() {
        return new RunIdentity(
                new RunIdentity.Recipe("rigl-strokes", "aa".repeat(32), 7, Map.of("sparsity", "0.9"), "/home/somebody"),
                List.of(new BundleIdentity("org.example.criteria", "0.1.0", "bb".repeat(32))),
                Map.of("strokes", "sha256:" + "cc".repeat(32)),
                new RunIdentity.Backend("simd", "256-bit vectors"),
                "0.1.0",
                new RunIdentity.Java("25.0.3", "Somebody"),
                new Machine("Linux", "6.1", "amd64", "A processor", 2));
    }
}
