package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.catalog.PluginWiring;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.files.FileDigest;
import org.espalier.core.provenance.BundleIdentity;
import org.espalier.core.provenance.IdentityFile;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.espalier.dsl.GroovyRecipes;
import org.espalier.embed.Espalier;
import org.espalier.osgi.FelixHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/** Bundles come and go while runs use them. */
class LiveRunTest {
    private static final String OPTIMIZER = """
            package sample.mover;

            import java.util.List;
            import org.espalier.api.Plugin;
            import org.espalier.api.loop.Optimizer;
            import org.espalier.api.loop.StepView;

            @Plugin(name = "mover", doc = "Plain descent.")
            public final class Mover implements Optimizer {
                @Override
                public List<String> slots() {
                    return List.of();
                }

                @Override
                public void update(float[] values, float[] gradients, float[][] slots, int count, StepView step) {
                    double rate = step.step() > 30 ? Late.rate(step) : step.learningRate();
                    for (int i = 0; i < count; i++) {
                        values[i] -= (float) (rate * gradients[i]);
                    }
                }

                /** Loaded in the middle of the run. */
                private static final class Late {
                    static double rate(StepView step) {
                        return step.learningRate() * FACTOR;
                    }
                }
            }
            """;

    private static final String RECIPE = """
            recipe('live') {
                seed 7
                data { source 'strokes', train: 400, test: 100; batch 20 }
                model { input 28, 28, 1; flatten(); dense 'fc1', units: 16, activation: 'relu'; dense 'out', units: 10 }
                phase('train') {
                    train epochs(4)
                    loss 'cross-entropy'
                    optimizer 'mover'
                    learningRate 0.01
                }
            }
            """;

    @TempDir
    private Path work;

    private BundleJar mover(String version, String factor) {
        return BundleJar.of("mover", Map.of("Mover", OPTIMIZER.replace("FACTOR", factor)))
                .header("Bundle-Version", version)
                .header("Import-Package", "org.espalier.api,org.espalier.api.loop");
    }

    private FelixHost host() {
        return Hosts.start(Distribution.bundleFolder());
    }

    private RunSummary resume(FelixHost host, String folder) {
        try (Espalier espalier = espalier(host)) {
            return espalier.resume(
                            espalier.recipeOf(work.resolve(folder)),
                            new RunOptions(work.resolve(folder), new RunControl()),
                            event -> {})
                    .summary();
        }
    }

    private static Espalier espalier(FelixHost host) {
        return Espalier.builder()
                .threads(2)
                .catalog(host.catalog())
                .language(new GroovyRecipes())
                .build();
    }

    private RunSummary run(FelixHost host, String folder, Consumer<RunEvent> listener) throws IOException {
        Path recipe = work.resolve("live.groovy");
        Files.writeString(recipe, RECIPE);
        try (Espalier espalier = espalier(host)) {
            return espalier.run(
                            espalier.compile(recipe, Map.of()),
                            new RunOptions(work.resolve(folder), new RunControl()),
                            listener)
                    .summary();
        }
    }

    /** Does something once, in the middle of a run. */
    private static Consumer<RunEvent> afterTheFirstEpoch(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return event -> {
            if (event instanceof RunEvent.Progress progress && progress.step() >= 20 && !done.getAndSet(true)) {
                action.run();
            }
        };
    }

    @Test
    void aRunWhoseBundleIsRemovedEndsWithASentenceAndTheHostGoesOn() throws IOException {
        Path jar = mover("1.0.0", "1").in(work.resolve("added"));
        try (FelixHost host = host()) {
            assertThat(host.add(jar)).isEmpty();
            String digest = run(host, "whole", event -> {}).digest();

            List<Long> steps = new ArrayList<>();
            RunSummary cut =
                    run(host, "cut", afterTheFirstEpoch(() -> host.remove(jar)).andThen(event -> {
                        if (event instanceof RunEvent.Progress progress) {
                            steps.add(progress.step());
                        }
                    }));
            assertThat(cut.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(cut.error().orElseThrow())
                    .startsWith(
                            "The bundle sample.mover 1.0.0 was stopped, updated or removed while the run used its optimizer"
                                    + " 'mover' (")
                    .contains("live.groovy:8:19). Put it back and resume the run");
            assertThat(steps.getLast()).isEqualTo(20);

            assertThat(host.add(jar)).isEmpty();
            assertThat(run(host, "again", event -> {}).digest()).isEqualTo(digest);
            assertThat(resume(host, "cut").digest()).isEqualTo(digest);
        }
    }

    @Test
    void aRunWhoseBundleIsUpdatedInPlaceEndsWithASentenceAndTheNextUsesTheNewOne() throws Exception {
        Path jar = mover("1.0.0", "1").in(work.resolve("added"));
        Path renewed = mover("1.1.0", "3").in(work.resolve("renewed"));
        try (FelixHost host = host()) {
            assertThat(host.add(jar)).isEmpty();
            String digest = run(host, "whole", event -> {}).digest();
            WeakReference<ClassLoader> old = loader(host);

            RunSummary cut = run(host, "cut", afterTheFirstEpoch(() -> update(host, renewed)));
            assertThat(cut.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(cut.error().orElseThrow())
                    .startsWith("The bundle sample.mover 1.0.0 was stopped, updated or removed while the run used its"
                            + " optimizer 'mover' (");
            assertCollected(old);

            assertThat(run(host, "after", event -> {}).digest()).isNotEqualTo(digest);
            BundleIdentity used = IdentityFile.read(work.resolve("after")).bundles().stream()
                    .filter(bundle -> bundle.name().equals("sample.mover"))
                    .findFirst()
                    .orElseThrow();
            assertThat(used).isEqualTo(new BundleIdentity("sample.mover", "1.1.0", FileDigest.sha256(renewed)));
            assertThatThrownBy(() -> resume(host, "cut"))
                    .hasMessageContaining("because it would not end with the same bits")
                    .hasMessageContaining("sample.mover");

            update(host, jar);
            assertThat(resume(host, "cut").digest()).isEqualTo(digest);
        }
    }

    @Test
    void whatMadeARunIsWhatRanAndNotWhatLiesThereNow() throws IOException {
        Path jar = mover("1.0.0", "1").in(work.resolve("added"));
        String sha256 = FileDigest.sha256(jar);
        try (FelixHost host = host()) {
            assertThat(host.add(jar)).isEmpty();
            mover("1.0.0", "3").in(work.resolve("added"));
            run(host, "run", event -> {});
            assertThat(IdentityFile.read(work.resolve("run")).bundles())
                    .contains(new BundleIdentity("sample.mover", "1.0.0", sha256));
        }
    }

    /** The plugin is in a call while its bundle goes, and then needs a class for the first time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClassThatIsFirstNeededWhenItsBundleIsGoneEndsTheRunWithTheReason(boolean updated) throws Exception {
        Path inTheCall = work.resolve("in-the-call");
        Path gone = work.resolve("gone");
        Path jar = SamplePlugins.failing(
                        "mover",
                        15,
                        "new java.io.File(\"" + inTheCall + "\").mkdir();"
                                + " while (!new java.io.File(\"" + gone + "\").exists()) { Thread.onSpinWait(); }"
                                + " Other.touch();")
                .source("Other", "package sample.mover; final class Other { static void touch() {} }")
                .in(work.resolve("added"));
        Path renewed = mover("1.1.0", "3").in(work.resolve("renewed"));
        try (FelixHost host = host();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            assertThat(host.add(jar)).isEmpty();
            Future<?> going = other.submit(() -> {
                while (!Files.exists(inTheCall)) {
                    Thread.onSpinWait();
                }
                if (updated) {
                    update(host, renewed);
                } else {
                    host.remove(jar);
                }
                return Files.createFile(gone);
            });
            RunSummary cut = run(host, "cut", event -> {});
            going.get();
            assertThat(cut.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(cut.error().orElseThrow())
                    .startsWith("The bundle sample.mover 1.0.0 was stopped, updated or removed while the run used its"
                            + " optimizer 'mover' (");
        }
    }

    private static void update(FelixHost host, Path jar) {
        Class<?> plugin =
                host.catalog().load(host.catalog().find("optimizer", "mover").orElseThrow());
        try (InputStream bytes = Files.newInputStream(jar)) {
            FrameworkUtil.getBundle(plugin).update(bytes);
        } catch (IOException | BundleException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRunKeepsItsWiringAndTheNextSeesWhatWasAdded() throws IOException {
        Path jar = mover("1.0.0", "1").in(work.resolve("added"));
        Path fresh = BundleJar.withSchedule("fresh", "fresh").in(work.resolve("added"));
        try (FelixHost host = host()) {
            assertThat(host.add(jar)).isEmpty();
            try (PluginWiring wiring = host.catalog().open(gone -> fail(gone))) {
                List<PluginDescriptor> before = wiring.plugins();
                wiring.load(wiring.find("optimizer", "mover").orElseThrow());
                assertThat(host.add(fresh)).isEmpty();
                assertThat(wiring.plugins()).isEqualTo(before);
                try (PluginWiring next = host.catalog().open(gone -> fail(gone))) {
                    assertThat(next.find("schedule", "fresh")).isPresent();
                    assertThat(next.find("optimizer", "mover")).isPresent();
                }
            }
        }
    }

    @Test
    void onlyARunThatUsedABundleIsToldThatItWent() throws IOException {
        Path jar = mover("1.0.0", "1").in(work.resolve("added"));
        List<String> told = new ArrayList<>();
        try (FelixHost host = host()) {
            assertThat(host.add(jar)).isEmpty();
            PluginWiring over = host.catalog().open(gone -> told.add("over: " + gone));
            over.load(over.find("optimizer", "mover").orElseThrow());
            over.close();
            try (PluginWiring other = host.catalog().open(gone -> told.add("other: " + gone))) {
                PluginDescriptor mover = other.find("optimizer", "mover").orElseThrow();
                host.remove(jar);
                assertThat(told).isEmpty();
                assertThatThrownBy(() -> other.load(mover))
                        .hasMessageStartingWith("The plugin optimizer 'mover' of sample.mover 1.0.0 is gone");
            }
        }
    }

    @Test
    void aBundleThatIsReplacedIsAnotherOneForTheNextRun() throws IOException {
        Path jar = mover("1.0.0", "1").in(work.resolve("added"));
        List<String> told = new ArrayList<>();
        try (FelixHost host = host()) {
            assertThat(host.add(jar)).isEmpty();
            try (PluginWiring wiring = host.catalog().open(told::add)) {
                Class<?> old = wiring.load(wiring.find("optimizer", "mover").orElseThrow());
                host.remove(jar);
                mover("1.1.0", "3").in(work.resolve("added"));
                assertThat(host.add(jar)).isEmpty();
                assertThat(told)
                        .containsExactly(
                                "The bundle sample.mover 1.0.0 was stopped, updated or removed while the run used its"
                                        + " optimizer 'mover'. Put it back and resume the run, or start a new run without it.");
                Class<?> renewed = host.catalog()
                        .load(host.catalog().find("optimizer", "mover").orElseThrow());
                assertThat(renewed).isNotSameAs(old);
                assertThat(wiring.find("optimizer", "mover").orElseThrow().version())
                        .isEqualTo("1.0.0");
            }
        }
    }

    @Test
    void theClassesOfARemovedBundleAreCollected() throws Exception {
        Path jar = mover("1.0.0", "1").in(work.resolve("added"));
        try (FelixHost host = host()) {
            assertThat(host.add(jar)).isEmpty();
            WeakReference<ClassLoader> idle = loader(host);
            run(host, "whole", event -> {});
            host.remove(jar);
            assertCollected(idle);

            assertThat(host.add(jar)).isEmpty();
            WeakReference<ClassLoader> busy = loader(host);
            run(host, "cut", afterTheFirstEpoch(() -> host.remove(jar)));
            assertCollected(busy);
        }
    }

    private static WeakReference<ClassLoader> loader(FelixHost host) {
        return new WeakReference<>(host.catalog()
                .load(host.catalog().find("optimizer", "mover").orElseThrow())
                .getClassLoader());
    }

    private static void assertCollected(WeakReference<ClassLoader> loader) throws InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(20));
        while (loader.get() != null && Instant.now().isBefore(limit)) {
            System.gc();
            Thread.sleep(50);
        }
        assertThat(loader.get()).isNull();
    }
}
