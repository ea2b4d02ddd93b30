package org.espalier.core.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.espalier.api.EspalierException;
import org.espalier.api.backend.Backend;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.api.border.Exporter;
import org.espalier.api.border.Importer;
import org.espalier.api.border.Metric;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkImporter;
import org.espalier.api.border.Preparation;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.StartValues;
import org.espalier.api.loop.ExampleSampler;
import org.espalier.api.loop.GroupSelector;
import org.espalier.api.loop.Optimizer;
import org.espalier.api.loop.Regularizer;
import org.espalier.api.loop.Rule;
import org.espalier.api.loop.Transform;
import org.espalier.api.number.LayerDistribution;
import org.espalier.api.number.Schedule;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.StartMask;
import org.espalier.core.run.RunLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a plugin throws becomes one sentence that names it. */
final class ThrownTest {
    private final CallWatch watch = new CallWatch(RunLimits.none(), fault -> {});
    private final OneRun run = new OneRun(watch);

    @AfterEach
    void close() {
        watch.close();
    }

    private String sentence(Supplier<? extends Throwable> thrown) {
        Schedule guarded = run.guarded(Schedule.class, progress -> {
            throw ThrownTest.<RuntimeException>sneaky(thrown.get());
        });
        try {
            guarded.at(0);
            return "";
        } catch (PluginFault fault) {
            assertThat(fault.getCause()).isNotNull();
            return String.valueOf(fault.getMessage());
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void exceptionsAndErrorsAreQuotedAfterPlacePluginBundleAndCall() {
        String begin = "rigl.groovy:31:9: The plugin schedule 'broken' of org.example 1.2.0 failed in at: ";
        assertThat(sentence(() -> new IllegalStateException("boom")))
                .isEqualTo(begin + "java.lang.IllegalStateException: boom.");
        assertThat(sentence(StackOverflowError::new)).isEqualTo(begin + "java.lang.StackOverflowError.");
        assertThat(sentence(() -> new OutOfMemoryError("Java heap space")))
                .isEqualTo(begin + "java.lang.OutOfMemoryError: Java heap space.");
        assertThat(sentence(() -> new IOException("no such file.")))
                .isEqualTo(begin + "java.io.IOException: no such file.");
        assertThat(sentence(() -> new EspalierException("beta must be below 1, was 2.")))
                .isEqualTo(begin + "beta must be below 1, was 2.");
        assertThat(sentence(() -> new NoClassDefFoundError("com/example/Gone")))
                .startsWith(begin + "it uses com.example.Gone, which it cannot see.");
    }

    @Test
    void aThrowableThatCannotSayWhatItIsGivesItsClass() {
        assertThat(sentence(Mute::new)).endsWith("failed in at: " + Mute.class.getName() + ".");
    }

    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new IllegalStateException("mute");
        }
    }

    @Test
    void aRealOverflowOfTheStackEndsTheCallAlone() {
        Schedule guarded = run.guarded(Schedule.class, new Deep());
        assertThatThrownBy(() -> guarded.at(0))
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining("failed in at: java.lang.StackOverflowError");
    }

    private static final class Deep implements Schedule {
        @Override
        public double at(double progress) {
            return progress < 0 ? 0 : 1 + at(progress / 2);
        }
    }

    @Test
    void nullIsNoAnswer() {
        assertThatThrownBy(() ->
                        run.guarded(Loss.class, (graph, output) -> nothing()).build(unused(), unused()))
                .hasMessageEndingWith("gave a wrong answer in build: null.");
        assertThatThrownBy(
                        () -> run.guarded(DataSource.class, ThrownTest::nothing).open())
                .hasMessageEndingWith("gave a wrong answer in open: null.");
        assertThatThrownBy(() -> run.guarded(StartMask.class, (shape, links, random) -> nothing())
                        .positions(unused(), 3, unused()))
                .hasMessageEndingWith("gave a wrong answer in positions: null.");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals", "DataFlowIssue"})
    private static <T> T nothing() {
        return null;
    }

    /** For arguments no guard looks at. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals", "DataFlowIssue"})
    private static <T> T unused() {
        return null;
    }

    @Test
    void whatAPartOfALayerThrowsIsToldAsItsOwn() {
        ActivationFunction guarded = run.guarded(ActivationFunction.class, (graph, input) -> {
            throw new EspalierException("takes pictures only.");
        });
        Layer layer = run.guarded(Layer.class, guarded::build);
        assertThatThrownBy(() -> layer.build(unused(), unused()))
                .hasMessage(
                        "rigl.groovy:31:9: The plugin activation 'broken' of org.example 1.2.0 failed in build: takes"
                                + " pictures only.");
        Adapter adapter = run.guarded(Adapter.class, (graph, input, output) -> nothing());
        assertThatThrownBy(() -> adapter.build(unused(), unused(), unused()))
                .hasMessageEndingWith(
                        "The plugin adapt 'broken' of org.example 1.2.0 gave a wrong answer in build: null.");
        StartValues start = run.guarded(StartValues.class, (links, random) -> (row, column) -> {
            throw new IllegalStateException("boom");
        });
        assertThatThrownBy(() -> start.start(unused(), unused()).at(0, 0))
                .hasMessageEndingWith("The plugin init 'broken' of org.example 1.2.0 failed in at:"
                        + " java.lang.IllegalStateException: boom.");
    }

    @Test
    void anExporterMayFailToWrite() {
        Exporter guarded = run.guarded(Exporter.class, (ModelView model, Path file) -> {
            throw new IOException("disk full");
        });
        assertThatThrownBy(() -> guarded.export(unused(), Path.of("m"))).isExactlyInstanceOf(IOException.class);
    }

    @Test
    void aSourceThatFailsWhileAPreparationReadsItIsTheOneThatIsNamed() {
        Dataset data = run.guarded(
                        DataSource.class,
                        () -> new Dataset("d", List.of(2), 1, List.of(), new Loose(), new Loose(), Map.of()))
                .open();
        Preparation reading = run.guarded(Preparation.class, given -> {
            given.train().features(1, new float[2]);
            return given;
        });
        assertThatThrownBy(() -> reading.apply(data))
                .isInstanceOf(PluginFault.class)
                .hasMessageContaining("The plugin source 'broken'")
                .hasMessageContaining("failed in features: java.lang.IllegalStateException: example 1");
    }

    /** Two examples, of which the first can be read. */
    private record Loose() implements Examples {
        @Override
        public int count() {
            return 2;
        }

        @Override
        public void features(int id, float[] out) {
            if (id > 0) {
                throw new IllegalStateException("example " + id);
            }
            out[0] = 1;
            out[1] = 2;
        }

        @Override
        public int label(int id) {
            return -1;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 0;
        }
    }

    @Test
    void everyKindOfPluginHasAGuardThatSaysWhoItIs() {
        List<Class<?>> kinds = List.of(
                ActivationFunction.class,
                Adapter.class,
                Backend.class,
                DataSource.class,
                ExampleSampler.class,
                Exporter.class,
                Gate.class,
                GroupSelector.class,
                GrowCriterion.class,
                Importer.class,
                Layer.class,
                LayerDistribution.class,
                Loss.class,
                Metric.class,
                NetworkImporter.class,
                Optimizer.class,
                Pattern.class,
                Preparation.class,
                PruneCriterion.class,
                Regularizer.class,
                Rule.class,
                Schedule.class,
                StartMask.class,
                StartValues.class,
                Transform.class);
        assertThat(kinds.stream().map(OneRun::word))
                .containsExactlyInAnyOrderElementsOf(
                        run.plugins().stream().map(p -> p.kind()).toList());
        Schedule guarded = run.guarded(Schedule.class, progress -> 1);
        assertThat(Caller.of(guarded).orElseThrow().mention())
                .isEqualTo("the schedule 'broken' of org.example 1.2.0 (rigl.groovy:31:9)");
        assertThat(Caller.of("a string")).isEmpty();
    }
}
