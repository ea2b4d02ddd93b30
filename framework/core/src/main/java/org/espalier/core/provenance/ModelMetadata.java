package org.espalier.core.provenance;

import java.util.LinkedHashMap;
import java.util.Map;
import org.espalier.core.json.Json;
import org.espalier.core.plan.CanonicalRecipe;

/**
 * What an exported model says of what made it. Threads, vector width, times, folders and the machine's name and load are
 * left out, so that runs of one recipe on one machine export equal files.
 */
public final class ModelMetadata {
    private static final String PREFIX = "espalier.";

    private ModelMetadata() {}

    /** Entries of plain text; {@code params}, {@code bundles} and {@code data} are JSON. */
    public static Map<String, String> of(RunIdentity made, CanonicalRecipe recipe) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(PREFIX + "version", made.espalier());
        entries.put(PREFIX + "recipe", made.recipe().name());
        entries.put(PREFIX + "recipe.sha256", recipe.hash());
        entries.put(PREFIX + "recipe.text", recipe.text());
        entries.put(PREFIX + "seed", Long.toString(made.recipe().seed()));
        entries.put(PREFIX + "params", Json.of(made.recipe().params()).compact());
        entries.put(PREFIX + "bundles", Json.of(made.bundles()).compact());
        entries.put(PREFIX + "data", Json.of(made.data()).compact());
        entries.put(PREFIX + "backend", made.backend().name());
        entries.put(PREFIX + "java", made.java().version() + " (" + made.java().vendor() + ")");
        Machine machine = made.machine();
        entries.put(PREFIX + "machine", machine.system() + " " + machine.architecture() + ", " + machine.processor());
        return entries;
    }
}
