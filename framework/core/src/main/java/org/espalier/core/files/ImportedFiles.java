package org.espalier.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedNetwork;

/**
 * A network that was read from a file, as a recipe and a safetensors file beside it with its values.
 *
 * @param recipe NAME.groovy
 * @param values NAME.safetensors
 */
public record ImportedFiles(Path recipe, Path values) {
    private static final String SUFFIX = ".groovy";

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
            new SafetensorsFiles().write(values, network.parameters(), Map.of("imported", name(from)));
            Files.writeString(recipe, text(network, from, begins));
        } catch (IOException e) {
            throw new EspalierException(
                    "The network of " + from + " cannot be written to " + recipe + ": " + FileFault.reason(e) + ".", e);
        }
    }

    private String text(ImportedNetwork network, Path from, boolean begins) {
        StringBuilder text = new StringBuilder();
        String stem = name(recipe).substring(0, name(recipe).length() - SUFFIX.length());
        text.append("// The network of ")
                .append(name(from))
                .append("; its values are in ")
                .append(name(values));
        text.append(".\n// Say in data where your examples are, and in phase what it is trained for.\n\n");
        text.append("recipe('").append(stem).append("') {\n");
        text.append("    describe 'The network of ")
                .append(name(from).replace("'", ""))
                .append(", trained on.'\n\n");
        text.append(
                "    data {\n        source 'idx', images: 'images.idx', labels: 'labels.idx'\n        batch 32\n    }\n\n");
        text.append("    model {\n");
        network.model().forEach(line -> text.append("        ").append(line).append('\n'));
        text.append("    }\n\n    phase('train') {\n");
        if (begins) {
            text.append("        weights 'safetensors', file: '")
                    .append(name(values))
                    .append("'\n");
        }
        text.append("        train epochs(1)\n        loss 'cross-entropy'\n        optimizer 'sgd', momentum: 0.9\n");
        text.append("        learningRate 0.001\n    }\n\n    export 'onnx', to: 'model.onnx'\n}\n");
        return text.toString();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
