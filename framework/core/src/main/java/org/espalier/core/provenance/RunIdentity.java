package org.espalier.core.provenance;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.espalier.core.assembly.Experiment;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.plan.CanonicalRecipe;
import org.espalier.core.plan.RecipePlan;
import org.espalier.core.train.Engine;

/**
 * What makes a run.
 *
 * @param bundles those that decide what the run computes, by name
 * @param data a digest (algorithm:hex) of each file or generator, by name; files of the recipe's folder are named as the
 *     recipe names them
 * @param espalier version of the product
 */
public record RunIdentity(
        Recipe recipe,
        List<BundleIdentity> bundles,
        Map<String, String> data,
        Backend backend,
        String espalier,
        Java java,
        Machine machine) {
    public RunIdentity {
        bundles = List.copyOf(bundles);
        data = Collections.unmodifiableMap(new TreeMap<>(data));
    }

    /**
     * A recipe.
     *
     * @param sha256 of its canonical text
     * @param params declared params with the values in force, as recipes write them
     * @param folder what relative paths of the recipe are relative to
     */
    public record Recipe(String name, String sha256, long seed, Map<String, String> params, String folder) {
        public Recipe {
            params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        }
    }

    /** A backend: its plugin name, and what it found on the machine. */
    public record Backend(String name, String description) {}

    /** A Java runtime. */
    public record Java(String version, String vendor) {
        static Java ofProcess() {
            return new Java(Runtime.version().toString(), System.getProperty("java.vendor"));
        }
    }

    /**
     * What would make a run here and now.
     *
     * @throws org.espalier.api.EspalierException when a bundle's file cannot be read
     */
    public static RunIdentity of(Experiment experiment, Engine engine, PluginCatalog catalog) {
        RecipePlan plan = experiment.plan();
        Map<String, String> params = new LinkedHashMap<>();
        plan.params().forEach((name, value) -> params.put(name, value.text()));
        Path folder = plan.folder().orElse(Path.of(""));
        return new RunIdentity(
                new Recipe(
                        plan.name(),
                        CanonicalRecipe.of(plan).hash(),
                        plan.seed(),
                        params,
                        folder.toAbsolutePath().toString()),
                UsedBundles.of(experiment, engine, catalog),
                named(experiment.digests(), folder),
                new Backend(engine.name(), engine.backend().description()),
                ProductVersion.read(),
                Java.ofProcess(),
                Machine.ofProcess());
    }

    /** Sources name files by their whole path; the place of the recipe's folder says nothing about the data. */
    private static Map<String, String> named(Map<String, String> digests, Path folder) {
        String start = folder.resolve("x").toString();
        String prefix = start.substring(0, start.length() - 1);
        Map<String, String> named = new TreeMap<>();
        digests.forEach(
                (name, digest) -> named.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, digest));
        return named;
    }

    /**
     * Why a run that this made cannot be continued by another: a sentence without a full stop for each difference in the
     * recipe, the bundles, the data and the backend. Threads, vector width, Java and the machine do not change what a run
     * computes.
     *
     * @param now what would continue it
     * @return empty when it can
     */
    public List<String> differences(RunIdentity now) {
        return new IdentityDifferences(this, now).sentences();
    }
}
