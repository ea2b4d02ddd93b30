package org.espalier.it;

import java.util.Map;

/** Bundles of plugins for tests that run recipes, each in several versions or with a fault at a step. */
final class SamplePlugins {
    private static final String OPTIMIZER = """
            package sample.NAME;

            import java.util.ArrayList;
            import java.util.List;
            import org.espalier.api.Plugin;
            import org.espalier.api.loop.Optimizer;
            import org.espalier.api.loop.StepView;

            @Plugin(name = "NAME", doc = "Descent with momentum.")
            public final class Mover implements Optimizer {
                private static final List<long[]> HOARD = new ArrayList<>();

                @Override
                public List<String> slots() {
                    return List.of("momentum");
                }

                @Override
                public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
                    if (step.step() == STEP) {
                        FAULT
                    }
                    float rate = (float) step.learningRate();
                    for (int i = 0; i < count; i++) {
                        slots[0][i] = FACTOR * slots[0][i] + gradients[i];
                        values[i] -= rate * slots[0][i];
                    }
                }
            }
            """;

    private static final String CRITERION = """
            package sample.picker;

            import org.espalier.api.Plugin;
            import org.espalier.api.score.LinkView;
            import org.espalier.api.score.PruneCriterion;

            @Plugin(name = "picker", doc = "The size of a link, to some power.")
            public final class Picker implements PruneCriterion {
                @Override
                public void score(LinkView links, float[] scores) {
                    for (int i = 0; i < links.count(); i++) {
                        float size = Math.abs(links.value(i));
                        scores[i] = SCORE;
                    }
                }
            }
            """;

    private SamplePlugins() {}

    /** The optimizer {@code mover}, with so much momentum. */
    static BundleJar mover(String version, String momentum) {
        return optimizer("mover", momentum, 0, "").header("Bundle-Version", version);
    }

    /** An optimizer that does something else at a step. */
    static BundleJar failing(String name, int step, String fault) {
        return optimizer(name, "0.9F", step, fault);
    }

    /** The criterion {@code picker}, which scores a link by an expression of its {@code size}. */
    static BundleJar picker(String version, String score) {
        return BundleJar.of("picker", Map.of("Picker", CRITERION.replace("SCORE", score)))
                .header("Bundle-Version", version)
                .header("Import-Package", "org.espalier.api,org.espalier.api.score");
    }

    private static BundleJar optimizer(String name, String momentum, int step, String fault) {
        String source = OPTIMIZER
                .replace("NAME", name)
                .replace("FACTOR", momentum)
                .replace("STEP", Integer.toString(step))
                .replace("FAULT", fault);
        return BundleJar.of(name, Map.of("Mover", source))
                .header("Import-Package", "org.espalier.api,org.espalier.api.loop");
    }
}
