package org.espalier.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.guard.PluginFault;
import org.espalier.core.plan.Expectation;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunLimits;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a plugin does, it ends its own run with a sentence; the JVM around it goes on as before. */
@Timeout(120)
final class HostStaysUpTest {
    private static final int THREADS = 2;

    @TempDir
    Path temp;

    private Espalier espalier() {
        return Espalier.builder()
                .threads(THREADS)
                .backend("scalar")
                .catalog(new FaultyPlugins())
                .build();
    }

    private RunSummary run(RecipePlan plan, RunLimits limits) {
        try (Espalier espalier = espalier()) {
            Path folder = temp.resolve("run-" + System.nanoTime());
            return espalier.run(plan, new RunOptions(folder, new RunControl(), limits), event -> {})
                    .summary();
        }
    }

    private static RecipePlan withOptimizer(String name, int units) {
        RecipePlan small = Recipes.small("dense", units, 100, 20, 10);
        return RecipePlan.builder("faulty")
                .seed(small.seed())
                .data(small.data())
                .model(small.model())
                .phase(
                        "train",
                        p -> p.train(Span.steps(10)).optimizer(name, Map.of()).learningRate(0.1))
                .build();
    }

    @Test
    void aPluginThatThrowsEndsItsRunWithBundlePluginAndCall() {
        RunSummary summary = run(withOptimizer("throwing", 64), RunLimits.usual());
        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.error())
                .contains("The plugin optimizer 'throwing' of org.example.faulty 1.2.0 failed in"
                        + " update: java.lang.IllegalStateException: boom.");
        assertThat(threads()).isEmpty();
    }

    private RunSummary withRegularizer(String name) {
        RecipePlan small = Recipes.small("dense", 16, 100, 20, 10);
        return run(
                RecipePlan.builder("penalised")
                        .data(small.data())
                        .model(small.model())
                        .phase(
                                "train",
                                p -> p.train(Span.steps(10))
                                        .optimizer("sgd", Map.of())
                                        .learningRate("linear", Map.of("from", 0.1, "to", 0))
                                        .regularize(name, Map.of("weights", "fc*", "groups", "neuron", "strength", 1)))
                        .build(),
                RunLimits.usual());
    }

    @Test
    void aRegularizerThatThrowsOrWritesNoNumberEndsItsRun() {
        assertThat(withRegularizer("stumbling").error().orElseThrow())
                .contains("The plugin regularize 'stumbling' of org.example.faulty 1.2.0 failed in prox:"
                        + " java.lang.IllegalStateException: boom.");
        assertThat(withRegularizer("poisoning").error().orElseThrow())
                .contains("The plugin regularize 'poisoning' of org.example.faulty 1.2.0 gave a wrong answer in prox:"
                        + " NaN for group ")
                .endsWith("; a norm is finite and at least 0.");
    }

    @Test
    void anErrorEndsItsRunToo() {
        RecipePlan small = Recipes.small("dense", 16, 100, 20, 10);
        RecipePlan plan = RecipePlan.builder("deep")
                .data(small.data())
                .model(small.model())
                .phase(
                        "train",
                        p -> p.train(Span.steps(10))
                                .optimizer("sgd", Map.of())
                                .learningRate(0.1)
                                .sparsify(s -> s.layers("fc*")
                                        .sparsity(0.9)
                                        .update(Span.steps(2), Span.steps(0), Span.percent(100))
                                        .replace(0.3)
                                        .prune("overflowing", Map.of())
                                        .grow("random", Map.of())))
                .build();
        assertThat(run(plan, RunLimits.usual()).error().orElseThrow())
                .contains("The plugin prune 'overflowing' of org.example.faulty 1.2.0 failed in score:"
                        + " java.lang.StackOverflowError.");
    }

    @Test
    void aClassThatIsMissingWhenItIsNeededIsExplained() {
        RecipePlan small = Recipes.small("dense", 16, 100, 20, 10);
        RecipePlan plan = RecipePlan.builder("linking")
                .data(small.data())
                .model(small.model())
                .phase(small.phases().getFirst())
                .expect(new Expectation("linking", "", "test", Expectation.Comparison.ABOVE, 0, Place.NONE))
                .build();
        assertThat(run(plan, RunLimits.usual()).error().orElseThrow())
                .contains("The plugin metric 'linking' of org.example.faulty 1.2.0 failed in add: it uses"
                        + " com.example.Gone, which it cannot see.");
    }

    @Test
    void aLabelBeyondTheClassesNeverReachesTheKernels() {
        RecipePlan small = Recipes.small("dense", 16, 100, 20, 10);
        RecipePlan plan = RecipePlan.builder("labels")
                .data(d -> d.source("strokes", Map.of("train", 100, "test", 10))
                        .prepare("swapping")
                        .batch(20))
                .model(small.model())
                .phase(small.phases().getFirst())
                .build();
        assertThat(run(plan, RunLimits.usual()).error().orElseThrow())
                .contains("The plugin prepare 'swapping' of org.example.faulty 1.2.0 gave a wrong answer in label:")
                .endsWith("allowed are 0 to 9.");
    }

    @Test
    void aCallPastItsLimitEndsItsRunAndTheFolderSaysSo() throws IOException {
        Path folder = temp.resolve("late");
        try (Espalier espalier = espalier()) {
            RunSummary summary = espalier.run(
                            withOptimizer("sleeping", 64),
                            new RunOptions(folder, new RunControl(), RunLimits.ofCall(Duration.ofMillis(300))),
                            event -> {})
                    .summary();
            assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(summary.error().orElseThrow())
                    .contains("The plugin optimizer 'sleeping' of org.example.faulty 1.2.0 has been"
                            + " in update for 0.3 s, longer than one call may last");
        }
        assertThat(Files.readString(folder.resolve("summary.json"))).contains("longer than one call may last");
        assertThat(threads()).isEmpty();
    }

    @Test
    void aStuckRunIsAbandonedWhileOtherRunsGiveTheirDigest() throws Exception {
        RecipePlan sound = Recipes.small("rigl", 40, 300, 37, 40);
        String digest = run(sound, RunLimits.usual()).digest();
        Path folder = temp.resolve("stuck");
        try (Espalier espalier = espalier()) {
            assertThatThrownBy(() -> espalier.run(
                            withOptimizer("spinning", 64),
                            new RunOptions(folder, new RunControl(), RunLimits.ofCall(Duration.ofMillis(300))),
                            event -> {}))
                    .isInstanceOf(PluginFault.class)
                    .hasMessageContaining("optimizer 'spinning' of org.example.faulty 1.2.0")
                    .hasMessageMatching("(?s).* Its thread 'espalier-(run-faulty|worker-1)' ignores interruption and"
                            + " was abandoned; .*");
            assertThat(run(sound, RunLimits.usual()).digest()).isEqualTo(digest);
            assertThat(run(withOptimizer("throwing", 64), RunLimits.usual()).outcome())
                    .isEqualTo(Outcome.FAILED);
        } finally {
            FaultyPlugins.Spinning.FREE.set(true);
        }
        while (!threads().isEmpty()) {
            Thread.sleep(5);
        }
        assertThat(folder.resolve("summary.json"))
                .as("written by an abandoned run")
                .doesNotExist();
    }

    @Test
    void manyFailedRunsLeaveNoThreadNoFileNoMemoryAndNoNoise() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dguice_bytecode_gen_option=DISABLED",
                        "-XX:NativeMemoryTracking=summary",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeftOverProbe.class.getName(),
                        temp.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(out.strip()).isEqualTo("nothing");
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("espalier-"))
                .toList();
    }
}
