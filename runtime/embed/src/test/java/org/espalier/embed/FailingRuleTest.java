package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.espalier.api.Span;
import org.espalier.api.loop.Claim;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.RuleParameter;
import org.espalier.api.loop.RuleStep;
import org.espalier.core.catalog.ClaimSet;
import org.espalier.core.catalog.ClassPathCatalog;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunSummary;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rule that throws half-way through a step costs that step and nothing else. */
final class FailingRuleTest {
    private static final long FAILS_FROM = 40;

    /** The number of the point at which the rule fails; -1 when it does not. */
    private static final AtomicInteger FAILING = new AtomicInteger(-1);

    @TempDir
    Path temp;

    /** Changes whatever it can by an amount that depends on how often it was called; fails at a point, if it is told to. */
    static final class Tripping implements Rule {
        @Inject
        Tripping() {}

        @Override
        public Set<Point> points() {
            return EnumSet.allOf(Point.class);
        }

        @Override
        public int numbers() {
            return 1;
        }

        @Override
        public void act(Point point, RuleStep step) {
            float calls = (float) ++step.numbers()[0];
            for (RuleParameter parameter : step.parameters()) {
                switch (point) {
                    case BEFORE_FORWARD -> {
                        parameter.values()[0] += 0.01f * calls;
                        parameter.putValues();
                    }
                    case AFTER_BACKWARD -> {
                        parameter.gradients()[1] += 1e-4f * calls;
                        parameter.putGradients();
                    }
                    case AFTER_STEP, AFTER_TOPOLOGY -> {
                        parameter.values()[2] += 1e-5f * calls;
                        parameter.putValues();
                        parameter.slot(0)[3] += 1e-5f * calls;
                        parameter.putSlot();
                    }
                    case END_OF_EPOCH -> throw new IllegalStateException("no parameter is offered here");
                }
            }
            if (point == Point.END_OF_EPOCH) {
                step.turn(0.999 * step.dial());
            }
            if (FAILING.get() == point.ordinal() && step.step() >= FAILS_FROM) {
                throw new IllegalStateException("tripped");
            }
        }
    }

    /** The plugins of the class path, and this one. */
    private record WithTripping(PluginCatalog sound) implements PluginCatalog {
        private static final PluginDescriptor TRIPPING = new PluginDescriptor(
                "rule",
                "tripping",
                Tripping.class.getName(),
                "Fails.",
                List.of(),
                new ClaimSet(EnumSet.of(Claim.DIAL), EnumSet.complementOf(EnumSet.of(Claim.DIAL))),
                "org.example.faulty",
                "1.2.0");

        @Override
        public List<PluginDescriptor> plugins() {
            List<PluginDescriptor> all = new ArrayList<>(sound.plugins());
            all.add(TRIPPING);
            return all;
        }

        @Override
        public Class<?> load(PluginDescriptor plugin) {
            return plugin.equals(TRIPPING) ? Tripping.class : sound.load(plugin);
        }

        @Override
        public Optional<Path> file(PluginDescriptor plugin) {
            return plugin.equals(TRIPPING) ? Optional.empty() : sound.file(plugin);
        }
    }

    private static RecipePlan plan() {
        return RecipePlan.builder("tripping")
                .seed(4)
                .data(d -> d.source("strokes", Map.of("train", 170, "test", 60))
                        .prepare("standardize")
                        .batch(20))
                .model(m ->
                        m.input(28, 28, 1).flatten().dense("fc1", 24, "relu").dense("out", 10, "none"))
                .checkpoint(Span.steps(7), 2)
                .phase(
                        "train",
                        p -> p.train(Span.steps(60))
                                .optimizer("sgd", Map.of("momentum", 0.9))
                                .learningRate(0.05)
                                .rule("tripping", Map.of())
                                .sparsify(s -> s.layers("fc1")
                                        .sparsity(0.8)
                                        .update(Span.steps(10), Span.steps(0), Span.percent(90))
                                        .replace(0.3)
                                        .prune("magnitude", Map.of())
                                        .grow("gradient", Map.of())))
                .build();
    }

    private RunSummary run(Path folder, Optional<Point> failing) {
        FAILING.set(failing.map(Point::ordinal).orElse(-1));
        PluginCatalog catalog = new WithTripping(new ClassPathCatalog(FailingRuleTest.class.getClassLoader()));
        try (Espalier espalier =
                Espalier.builder().threads(2).backend("scalar").catalog(catalog).build()) {
            RunOptions options = new RunOptions(folder, new RunControl());
            return folder.toFile().exists()
                    ? espalier.resume(plan(), options, event -> {}).summary()
                    : espalier.run(plan(), options, event -> {}).summary();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theRunGoesOnAsIfNothingHadHappened(Point point) {
        String unbroken = run(temp.resolve("unbroken"), Optional.empty()).digest();
        Path folder = temp.resolve("broken");
        assertThat(run(folder, Optional.of(point)).error().orElseThrow())
                .contains("The plugin rule 'tripping' of org.example.faulty 1.2.0 failed in act:"
                        + " java.lang.IllegalStateException: tripped.");
        assertThat(run(folder, Optional.empty()).digest()).isEqualTo(unbroken);
    }
}
