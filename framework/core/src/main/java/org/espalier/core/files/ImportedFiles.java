package org.espalier.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedNetwork;

/**
 * A network that was read from a file, as a recipe and a safetensors file beside it with its values.
 *
 * @param recipe NAME.groovy
 * @param values NAME.safetensors
 */
public record ImportedFiles(Path recipe, Path values) {
    /** In the metadata of values that were imported: the file they are from. */
    public static final String IMPORTED = "espalier.imported";

    /** In the metadata of what Espalier writes: the recipe the names and the order of all numbers belong to. */
    private static final String RECIPE = "espalier.recipe";

    private static final String SUFFIX = ".groovy";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * Where they are written.
     *
     * @throws EspalierException when the recipe is no {@code .groovy} file, or one of them is there already
     */
    public static ImportedFiles at(Path recipe) {
        String name = String.valueOf(recipe.getFileName());
        if (!name.endsWith(SUFFIX)) {
            throw new EspalierException(
                    "A recipe is written to a file that ends with .groovy, and " + name + " does not.");
        }
        String stem = name.substring(0, name.length() - SUFFIX.length());
        if (!NAME.matcher(stem).matches()) {
            throw new EspalierException(
                    "A recipe's name has letters, digits, '-', '_' and '.', and begins with a letter or" + " digit; '"
                            + stem + "' is none.");
        }
        ImportedFiles files = new ImportedFiles(recipe, recipe.resolveSibling(stem + ".safetensors"));
        for (Path file : new Path[] {files.recipe, files.values}) {
            if (Files.exists(file)) {
                throw new EspalierException(
                        "There is a file " + file + " already, and it is left as it is; choose another name.");
            }
        }
        return files;
    }

    /**
     * Writes both.
     *
     * @param from what was read
     * @param begins whether recipes have a word to begin with the values of a file
     */
    public void write(ImportedNetwork network, Path from, boolean begins) {
        try {
            Path folder = recipe.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Map<String, String> metadata = new TreeMap<>(Map.of(RECIPE, stem(), IMPORTED, name(from)));
            new SafetensorsFiles().write(values, network.parameters(), metadata);
            Files.writeString(recipe, text(network, from, begins));
        } catch (IOException e) {
            throw new EspalierException(
                    "The network of " + from + " cannot be written to " + recipe + ": " + FileFault.reason(e) + ".", e);
        }
    }

    private String text(ImportedNetwork network, Path from, boolean begins) {
        String model = network.model().stream().map(line -> "        " + line).collect(Collectors.joining("\n"));
        String weights = "        weights 'safetensors', file: '" + name(values) + "'\n";
        return """
                // The network of %1$s; its values are in %2$s.
                // Say in data where your examples are, and in phase what it is trained for.

                recipe('%3$s') {
                    describe 'The network of %1$s, trained on.'

                    data {
                        source 'idx', images: 'images.idx', labels: 'labels.idx'
                        batch 32
                    }

                    model {
                %4$s
                    }

                    phase('train') {
                %5$s        train epochs(1)
                        loss 'cross-entropy'
                        optimizer 'sgd', momentum: 0.9
                        learningRate 0.001
                    }

                    export 'onnx', to: 'model.onnx'
                }
                """.formatted(said(name(from)), name(values), stem(), model, begins ? weights : "");
    }

    /** A name that may hold anything, in a comment and between quotation marks. */
    private static String said(String name) {
        return name.replaceAll("[^A-Za-z0-9 ._-]", "-");
    }

    /** The recipe's name. */
    private String stem() {
        return name(recipe).substring(0, name(recipe).length() - SUFFIX.length());
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
