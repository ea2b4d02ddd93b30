package org.espalier.embed;

import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.plan.PhaseBuilder;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;

/** Small recipes of each method, written in Java. */
final class Recipes {
    private Recipes() {}

    /**
     * A network with two sparse layers on drawn strokes.
     *
     * @param method {@code dense}, {@code static}, {@code set}, {@code rigl} or {@code gmp}
     * @param units of both hidden layers
     */
    static RecipePlan small(String method, int units, int examples, int batch, long steps) {
        return RecipePlan.builder("small-" + method)
                .seed(7)
                .data(d -> d.source("strokes", Map.of("train", examples, "test", 100))
                        .prepare("standardize")
                        .batch(batch))
                .model(m -> m.input(28, 28, 1)
                        .flatten()
                        .dense("fc1", units, "relu")
                        .dense("fc2", units, "tanh")
                        .dense("out", 10, "none"))
                .phase("train", p -> {
                    p.train(Span.steps(steps))
                            .optimizer("sgd", Map.of("momentum", 0.9, "weightDecay", 5e-4))
                            .learningRate("cosine", Map.of("from", 0.05, "to", 0, "warmup", Span.steps(5)));
                    if (!method.equals("dense")) {
                        p.sparsify(s -> sparsify(s, method));
                    }
                })
                .build();
    }

    private static void sparsify(PhaseBuilder.SparsifyBuilder s, String method) {
        s.layers("fc*").sparsity(0.9);
        PluginUse decaying = PluginUse.of("schedule", "cosine", Map.of("from", 0.3, "to", 0));
        switch (method) {
            case "set" ->
                s.update(Span.steps(5), Span.steps(0), Span.percent(75))
                        .replace(0.3)
                        .prune("set-sign", Map.of())
                        .grow("random", Map.of("deviation", 0.1));
            case "rigl" ->
                s.update(Span.steps(5), Span.steps(0), Span.percent(75))
                        .replace(decaying)
                        .prune("magnitude", Map.of())
                        .grow("gradient", Map.of());
            case "gmp" ->
                s.start("dense", Map.of())
                        .sparsity(PluginUse.of("schedule", "cubic", Map.of("from", 0.0, "to", 0.9)))
                        .update(Span.steps(3), Span.percent(10), Span.percent(75))
                        .prune("magnitude", Map.of());
            default -> {
                // static: the mask of the start never changes
            }
        }
    }
}
