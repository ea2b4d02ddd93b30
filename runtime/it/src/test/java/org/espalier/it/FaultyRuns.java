package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.espalier.dsl.GroovyRecipes;
import org.espalier.embed.Espalier;
import org.espalier.osgi.FelixHost;

/**
 * A JVM in which bundle after bundle fails, each beside a run that does not, again and again. It fails itself when a
 * fault is not told, a sound run notices one, or something is left of them.
 */
final class FaultyRuns {
    /** Some memory is taken only once: by classes, compiled code and the tables of the JVM. */
    private static final int WARM_UP = 1;

    private static final int COUNTED = 2;

    /** Network and slots of one run here hold more; the memory of a run that was kept would stand out. */
    private static final long NATIVE_BYTES_OF_A_RUN = 200_000;

    private static final String RECIPE = """
            recipe('NAME') {
                seed 7
                data { source 'strokes', train: 200, test: 50; batch 20 }
                model { input 28, 28, 1; flatten(); dense 'fc1', units: 64, activation: 'relu'; dense 'out', units: 10 }
                phase('train') {
                    train steps(40)
                    loss 'cross-entropy'
                    optimizer 'PLUGIN'
                    learningRate 0.02
                    sparsify {
                        layers 'fc*'; sparsity 0.8; start 'random'
                        update every: steps(5), until: percent(75); replace 0.3
                        prune 'magnitude'; grow 'gradient'
                    }
                }
            }
            """;

    /** What a plugin does in one of its steps. */
    enum Fault {
        THROWER(
                "throw new IllegalStateException(\"boom\");",
                12,
                " failed in update: java.lang.IllegalStateException: boom."),
        OVERFLOWER(
                "update(values, gradients, slots, count, step);",
                12,
                " failed in update: java.lang.StackOverflowError."),
        POISONER("values[count - 1] = Float.NaN; if (count > 0) { return; }", 12, " that wrote them."),
        SHORTENER(
                "slots[0] = new float[1]; if (count > 0) { return; }",
                12,
                " gave a wrong answer in update: the slot 'momentum' was replaced by an array of 1 for "),
        LEAVER("", 20, " was stopped, updated or removed while the run used its ");

        private static final int STEP = 13;

        private final String code;
        private final long lastGood;
        private final String sentence;

        Fault(String code, long lastGood, String sentence) {
            this.code = code;
            this.lastGood = lastGood;
            this.sentence = sentence;
        }

        String plugin() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        BundleJar bundle() {
            return SamplePlugins.failing(plugin(), STEP, code);
        }
    }

    private final Path work;
    private final FelixHost host;
    private final AtomicInteger folders = new AtomicInteger();

    private FaultyRuns(Path work, FelixHost host) {
        this.work = work;
        this.host = host;
    }

    /** @param arguments the folder to work in */
    public static void main(String[] arguments) throws Exception {
        AtomicInteger noise = new AtomicInteger();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            thrown.printStackTrace();
            noise.incrementAndGet();
        });
        try (FelixHost host = FelixHost.builder(Hosts.coreOnly())
                .own(Distribution.bundleFolder())
                .start()) {
            FaultyRuns runs = new FaultyRuns(Path.of(arguments[0]), host);
            String digest = runs.sound().digest();
            for (int i = 0; i < WARM_UP; i++) {
                runs.failAll(digest);
            }
            Footprint before = Footprint.now();
            for (int i = 0; i < COUNTED; i++) {
                runs.failAll(digest);
            }
            assertThat(runs.sound().digest()).isEqualTo(digest);
            Footprint after = Footprint.now();
            assertThat(after.threads()).isEqualTo(before.threads());
            assertThat(after.files()).isEqualTo(before.files());
            assertThat(after.allocated()).isLessThan(before.allocated() + NATIVE_BYTES_OF_A_RUN);
            assertThat(noise).as("exceptions that nobody caught").hasValue(0);
        }
    }

    private void failAll(String digest) throws Exception {
        for (Fault fault : Fault.values()) {
            try (ExecutorService other = Executors.newSingleThreadExecutor()) {
                Future<RunSummary> beside = other.submit(this::sound);
                fail(fault);
                assertThat(beside.get().digest()).as("a run beside " + fault).isEqualTo(digest);
            }
        }
    }

    private void fail(Fault fault) throws IOException {
        Path jar = work.resolve("jars").resolve(fault.plugin() + ".jar");
        assertThat(host.add(jar)).isEmpty();
        Path folder = folder();
        RunSummary summary = run(fault.plugin(), folder, event -> {
            if (fault == Fault.LEAVER && event instanceof RunEvent.Progress progress && progress.step() == 20) {
                host.remove(jar);
            }
        });
        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.error().orElseThrow())
                .contains("sample." + fault.plugin() + " 1.0.0")
                .contains("optimizer '" + fault.plugin() + "'")
                .contains(fault.plugin() + ".groovy:8:19")
                .contains(fault.sentence);
        StoredCheckpoint last = new CheckpointStore(folder, 1).newest().good().orElseThrow();
        assertThat(last.position().step()).as("the last good step of " + fault).isEqualTo(fault.lastGood);
        assertThat(host.remove(jar)).isEqualTo(fault != Fault.LEAVER);
        Trees.delete(folder);
    }

    private RunSummary sound() {
        Path folder = folder();
        RunSummary summary = run("sgd", folder, event -> {});
        assertThat(summary.outcome()).as(summary.toString()).isEqualTo(Outcome.DONE);
        return summary;
    }

    private Path folder() {
        return work.resolve("run-" + folders.incrementAndGet());
    }

    private RunSummary run(String plugin, Path folder, Consumer<RunEvent> listener) {
        try (Espalier espalier = Espalier.builder()
                .threads(2)
                .catalog(host.catalog())
                .language(new GroovyRecipes())
                .build()) {
            RunOptions options = new RunOptions(folder, new RunControl());
            return espalier.run(espalier.compile(recipe(plugin), Map.of()), options, listener)
                    .summary();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path recipe(String plugin) throws IOException {
        Path recipe = work.resolve(plugin + ".groovy");
        if (!Files.exists(recipe)) {
            Files.writeString(recipe, RECIPE.replace("NAME", plugin).replace("PLUGIN", plugin));
        }
        return recipe;
    }
}
