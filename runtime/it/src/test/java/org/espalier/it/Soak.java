package org.espalier.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.execution.RunOptions;
import org.espalier.core.run.RunControl;
import org.espalier.core.run.RunEvent;
import org.espalier.core.run.RunSummary;
import org.espalier.core.run.RunSummary.Outcome;
import org.espalier.dsl.GroovyRecipes;
import org.espalier.embed.Espalier;
import org.espalier.osgi.FelixHost;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;

/**
 * A JVM that makes run after run in one host while bundles come and go. After every {@value #ROUND} runs all of them are
 * out again, their class loaders are gone, and a line says what the JVM holds.
 */
final class Soak {
    private static final int ROUND = 5;

    private static final String RECIPE = """
            recipe('METHOD') {
                seed 7
                data { source 'strokes', train: 200, test: 50; prepare 'standardize'; batch 20 }
                checkpoint every: steps(10), keep: 2
                model {
                    input 28, 28, 1
                    flatten()
                    dense 'fc1', units: 128, activation: 'relu'
                    dense 'fc2', units: 64, activation: 'relu'
                    dense 'out', units: 10
                }
                phase('train') {
                    train steps(40)
                    loss 'cross-entropy'
                    optimizer 'mover'
                    learningRate RATE
                    SPARSIFY
                }
                export 'safetensors', to: 'model.safetensors'
            }
            """;

    private static final Map<String, String> METHODS = Map.of("dense", "", "rigl", """
            sparsify {
                layers 'fc*'; sparsity 0.8; distribute 'erk'; pattern 'unstructured'; start 'random'
                update every: steps(5), until: percent(75); replace 0.3
                prune 'picker'; grow 'gradient'
            }
            """, "gmp", """
            sparsify {
                layers 'fc*'; sparsity 'cubic', from: 0, to: 0.9; distribute 'uniform'; start 'dense'
                update every: steps(4), until: percent(75)
                prune 'picker'
            }
            """);

    private final Path work;
    private final FelixHost host;
    private final SoakFigures figures;
    private final List<WeakReference<ClassLoader>> gone = new ArrayList<>();
    private final Map<String, String> digests = new HashMap<>();
    private int run;

    private Soak(Path work, FelixHost host, SoakFigures figures) {
        this.work = work;
        this.host = host;
        this.figures = figures;
    }

    /** @param arguments the folder to work in, how many runs to make, and the one after which nothing may grow */
    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[0]);
        int runs = Integer.parseInt(arguments[1]);
        int base = Integer.parseInt(arguments[2]);
        try (FelixHost host = FelixHost.builder(Hosts.coreOnly())
                .own(Distribution.bundleFolder())
                .start()) {
            new Soak(work, host, new SoakFigures(base)).make(runs);
        }
    }

    private void make(int runs) throws Exception {
        while (run < runs) {
            round();
            for (String bundle : List.of("mover", "picker", "level")) {
                take(bundle);
            }
            figures.after(run, Footprint.now());
            gone.removeIf(loader -> loader.get() == null);
            assertThat(gone)
                    .as("class loaders of removed bundles after %s runs", run)
                    .isEmpty();
        }
    }

    private void round() throws IOException, BundleException {
        put("mover", 1);
        put("picker", 1);
        whole("rigl", "0.02");
        take("mover");
        put("mover", 2);
        whole("gmp", "0.02");
        updateInPlace("mover", 1);
        updateInPlace("picker", 2);
        whole("rigl", "0.02");
        put("level", 1);
        cut();
        put("mover", 2);
        whole("dense", "'level', value: 0.02");
    }

    /** A run to its end; the same plugins give the same digest, however many runs there were before. */
    private void whole(String method, String rate) throws IOException {
        RunSummary summary = run(method, rate, event -> {});
        assertThat(summary.outcome()).as(summary.toString()).isEqualTo(Outcome.DONE);
        String key = method + " " + descriptor("mover").version() + " "
                + descriptor("picker").version();
        assertThat(digests.computeIfAbsent(key, k -> summary.digest())).as(key).isEqualTo(summary.digest());
    }

    /** A run whose optimizer is taken away while it trains. */
    private void cut() throws IOException {
        RunSummary summary = run("rigl", "0.02", event -> {
            if (event instanceof RunEvent.Progress progress && progress.step() == 20) {
                figures.during(Footprint.allocatedNow());
                take("mover");
            }
        });
        assertThat(summary.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(summary.error().orElseThrow())
                .contains(
                        "sample.mover 1.0.0 was stopped, updated or removed while the run used its optimizer 'mover'");
    }

    private RunSummary run(String method, String rate, Consumer<RunEvent> listener) throws IOException {
        run++;
        Path recipe = work.resolve(method + ".groovy");
        Files.writeString(
                recipe,
                RECIPE.replace("METHOD", method)
                        .replace("RATE", rate)
                        .replace("SPARSIFY", METHODS.getOrDefault(method, "")));
        Path folder = work.resolve("run");
        try (Espalier espalier = Espalier.builder()
                .threads(2)
                .catalog(host.catalog())
                .language(new GroovyRecipes())
                .build()) {
            RunOptions options = new RunOptions(folder, new RunControl());
            return espalier.run(espalier.compile(recipe, Map.of()), options, listener)
                    .summary();
        } finally {
            Trees.delete(folder);
        }
    }

    private Path jar(String bundle) {
        return work.resolve("added").resolve(bundle + ".jar");
    }

    private Path version(String bundle, int version) {
        return work.resolve("jars").resolve(bundle + "-" + version + ".jar");
    }

    private void put(String bundle, int version) throws IOException {
        Files.createDirectories(work.resolve("added"));
        Files.copy(version(bundle, version), jar(bundle), StandardCopyOption.REPLACE_EXISTING);
        assertThat(host.add(jar(bundle))).isEmpty();
    }

    private void take(String bundle) {
        if (host.catalog().find(kind(bundle), bundle).isPresent()) {
            noteLoader(bundle);
            assertThat(host.remove(jar(bundle))).isTrue();
        }
    }

    /** As an application does that reaches the framework through a class of the bundle. */
    private void updateInPlace(String bundle, int version) throws IOException, BundleException {
        noteLoader(bundle);
        try (InputStream bytes = Files.newInputStream(version(bundle, version))) {
            FrameworkUtil.getBundle(host.catalog().load(descriptor(bundle))).update(bytes);
        }
        assertThat(descriptor(bundle).version()).isEqualTo(version + ".0.0");
    }

    private void noteLoader(String bundle) {
        gone.add(new WeakReference<>(host.catalog().load(descriptor(bundle)).getClassLoader()));
    }

    private PluginDescriptor descriptor(String plugin) {
        return host.catalog().find(kind(plugin), plugin).orElseThrow();
    }

    private static String kind(String plugin) {
        return switch (plugin) {
            case "mover" -> "optimizer";
            case "picker" -> "prune";
            default -> "schedule";
        };
    }
}
