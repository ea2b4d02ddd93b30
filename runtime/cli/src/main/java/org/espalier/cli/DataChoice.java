package org.espalier.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.catalog.PluginCatalog;
import org.espalier.core.catalog.PluginDescriptor;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.DataPlan;
import org.espalier.core.plan.PluginUse;
import org.espalier.core.plan.RecipePlan;

/**
 * Data a person named: by a source with its options, by a file, or by a recipe.
 *
 * @param data source, preparations and split
 * @param seed of the split
 * @param folder what relative paths are relative to
 */
record DataChoice(DataPlan data, long seed, Path folder) {
    private static final String KIND = "source";

    /** Sources by how the names of their files end. */
    private static final Map<String, String> BY_ENDING = Map.of(
            "csv", "csv",
            "tsv", "csv",
            "arff", "arff",
            "svm", "libsvm",
            "libsvm", "libsvm",
            "mat", "mat",
            "npz", "npz",
            "txt", "text");

    static DataChoice ofRecipe(RecipePlan plan, Surroundings surroundings) {
        return new DataChoice(plan.data(), plan.seed(), plan.folder().orElse(surroundings.folder()));
    }

    /**
     * @param words a source or a file, then options as NAME=VALUE
     */
    static DataChoice of(List<String> words, PluginCatalog catalog, Surroundings surroundings) {
        String named = words.getFirst();
        Map<String, String> options = options(words.subList(1, words.size()));
        Optional<PluginDescriptor> source = catalog.find(KIND, named);
        if (source.isEmpty()) {
            source = Optional.of(ofFile(named, options, catalog, surroundings));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, String> option : options.entrySet()) {
            values.put(option.getKey(), TypedOption.value(source.get(), option.getKey(), option.getValue()));
        }
        if (showsGaps(source.get())) {
            values.putIfAbsent("missing", "keep");
        }
        PluginUse use = PluginUse.of(KIND, source.get().name(), values);
        return new DataChoice(
                new DataPlan(use, List.of(), 0, 0, false, 1, Optional.empty(), Place.NONE, Place.NONE),
                0,
                surroundings.folder());
    }

    private static Map<String, String> options(List<String> words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new UsageException(
                        "Options are given as NAME=VALUE, for example target=price, not '" + word + "'.");
            }
            if (options.put(word.substring(0, equals).strip(), word.substring(equals + 1)) != null) {
                throw new UsageException("'" + word.substring(0, equals) + "' is given twice; give each option once.");
            }
        }
        return options;
    }

    /** The source for a file or folder; it is put into the options. */
    private static PluginDescriptor ofFile(
            String named, Map<String, String> options, PluginCatalog catalog, Surroundings surroundings) {
        Path path = surroundings.file(Path.of(named));
        if (!Files.exists(path)) {
            List<String> sources = catalog.plugins().stream()
                    .filter(plugin -> plugin.kind().equals(KIND))
                    .map(PluginDescriptor::name)
                    .toList();
            throw new UsageException("There is no source and no file '" + named + "'."
                    + DidYouMean.sentence(named, sources) + " 'espalier plugins describe source' shows all sources.");
        }
        String ending = named.substring(named.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        String name = Files.isDirectory(path) ? "images" : BY_ENDING.getOrDefault(ending, "");
        if (name.isEmpty()) {
            throw new UsageException("What '" + named + "' holds cannot be told by its name; name the source as well,"
                    + " for example: espalier data describe csv file=" + named);
        }
        options.putIfAbsent(Files.isDirectory(path) ? "folder" : "file", named);
        if (ending.equals("tsv")) {
            options.putIfAbsent("separator", "tab");
        }
        return catalog.find(KIND, name)
                .orElseThrow(() -> new UsageException("The source '" + name + "' that reads " + named
                        + " is not among the plugins; 'espalier plugins list' shows them."));
    }

    private static boolean showsGaps(PluginDescriptor source) {
        return source.options().stream()
                .anyMatch(option ->
                        option.name().equals("missing") && option.choices().contains("keep"));
    }
}
