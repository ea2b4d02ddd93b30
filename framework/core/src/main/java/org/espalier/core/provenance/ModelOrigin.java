package org.espalier.core.provenance;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.files.ImportedFiles;
import org.espalier.core.files.JsonPlace;
import org.espalier.core.json.Json;
import org.espalier.core.plan.CanonicalRecipe;

/**
 * What made a model, as its file says it. Threads, vector width, times, folders, the machine's name and how many
 * processors were free are left out, so that runs of one recipe on one machine export equal files; and params, whose
 * values stand in the canonical recipe, so that this recipe exports an equal file again.
 *
 * @param espalier version of the product
 * @param recipe the recipe's name
 * @param text the canonical recipe
 * @param bundles those that decide what the run computes
 * @param data a digest (algorithm:hex) of each file or generator
 * @param backend the backend's plugin name
 * @param java version and vendor
 * @param machine system, architecture and processor
 */
public record ModelOrigin(
        String espalier,
        String recipe,
        String text,
        long seed,
        List<BundleIdentity> bundles,
        Map<String, String> data,
        String backend,
        String java,
        String machine) {
    private static final String PREFIX = "espalier.";

    public ModelOrigin {
        bundles = List.copyOf(bundles);
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /** What a run says of the models it exports. */
    public static ModelOrigin of(RunIdentity run, CanonicalRecipe recipe) {
        Machine machine = run.machine();
        return new ModelOrigin(
                run.espalier(),
                run.recipe().name(),
                recipe.text(),
                run.recipe().seed(),
                run.bundles(),
                run.data(),
                run.backend().name(),
                run.java().version() + " (" + run.java().vendor() + ")",
                machine.system() + " " + machine.architecture() + ", " + machine.processor());
    }

    /** SHA-256 of the canonical recipe. */
    public String recipeHash() {
        return new CanonicalRecipe(text).hash();
    }

    /** Entries of plain text; {@code bundles} and {@code data} are JSON. */
    public Map<String, String> metadata() {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(PREFIX + "version", espalier);
        entries.put(PREFIX + "recipe", recipe);
        entries.put(PREFIX + "recipe.sha256", recipeHash());
        entries.put(PREFIX + "recipe.text", text);
        entries.put(PREFIX + "seed", Long.toString(seed));
        entries.put(PREFIX + "bundles", Json.of(bundles).compact());
        entries.put(PREFIX + "data", Json.of(data).compact());
        entries.put(PREFIX + "backend", backend);
        entries.put(PREFIX + "java", java);
        entries.put(PREFIX + "machine", machine);
        return entries;
    }

    /**
     * Reads what a file says.
     *
     * @param metadata all its entries
     * @param file for messages
     * @return empty when no Espalier wrote it, or it was imported
     * @throws EspalierException when an entry is missing or damaged, or the recipe is not the one its hash says
     */
    public static Optional<ModelOrigin> read(Map<String, String> metadata, String file) {
        if (!metadata.containsKey(PREFIX + "recipe") || metadata.containsKey(ImportedFiles.IMPORTED)) {
            return Optional.empty();
        }
        ModelOrigin origin = new ModelOrigin(
                entry(metadata, "version", file),
                entry(metadata, "recipe", file),
                entry(metadata, "recipe.text", file),
                seed(metadata, file),
                json(metadata, "bundles", file).items().stream()
                        .map(IdentityFile::bundle)
                        .toList(),
                json(metadata, "data", file).texts(),
                entry(metadata, "backend", file),
                entry(metadata, "java", file),
                entry(metadata, "machine", file));
        if (!origin.recipeHash().equals(entry(metadata, "recipe.sha256", file))) {
            throw new EspalierException(file + " is damaged: its recipe is not the one whose hash stands beside it ("
                    + PREFIX + "recipe.sha256 in the metadata).");
        }
        return Optional.of(origin);
    }

    private static long seed(Map<String, String> metadata, String file) {
        return new JsonPlace(file, PREFIX + "seed", new Json.Num(entry(metadata, "seed", file))).whole();
    }

    private static JsonPlace json(Map<String, String> metadata, String name, String file) {
        return JsonPlace.of(file + " (" + PREFIX + name + " in the metadata)", entry(metadata, name, file));
    }

    private static String entry(Map<String, String> metadata, String name, String file) {
        String value = metadata.get(PREFIX + name);
        if (value == null) {
            throw new EspalierException(file + " is damaged: its metadata has no entry " + PREFIX + name + ".");
        }
        return value;
    }
}
