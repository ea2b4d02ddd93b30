package org.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.core.diagnostic.ClosestNames;
import org.espalier.core.files.FileFault;

/** Finds the recipes a person names. */
final class RecipeFiles {
    private static final String SUFFIX = ".groovy";

    private final Surroundings surroundings;

    RecipeFiles(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * The file, as the person named it.
     *
     * @throws UsageException when there is no such file; the message names close ones
     */
    Path existing(Path named) {
        Path file = surroundings.file(named);
        if (Files.isRegularFile(file)) {
            return named.toAbsolutePath().equals(file) ? named : file;
        }
        if (Files.isDirectory(file)) {
            throw new UsageException(named + " is a folder; name a recipe in it" + examples(file) + ".");
        }
        if (Files.exists(file)) {
            throw new UsageException(named + " is a device or a pipe; name a file of text.");
        }
        if (Files.isSymbolicLink(file)) {
            throw new UsageException(named + " is a link that leads to no file.");
        }
        throw new UsageException("There is no file " + named + "." + closest(file));
    }

    /** The names of the recipes in a folder. */
    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(RecipeFiles::stem)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new EspalierException("The folder " + folder + " cannot be read: " + FileFault.reason(e) + ".", e);
        }
    }

    static String stem(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }

    /** The closest recipe in the folder that was named, else of those that come with Espalier. */
    private String closest(Path file) {
        String name = stem(String.valueOf(file.getFileName()));
        for (Path folder : List.of(file.resolveSibling(""), surroundings.recipes())) {
            List<String> names = Files.isDirectory(folder) ? names(folder) : List.of();
            List<String> close = names.contains(name) ? List.of(name) : ClosestNames.of(name, names);
            if (!close.isEmpty()) {
                return " Did you mean " + surroundings.show(folder.resolve(close.getFirst() + SUFFIX)) + "?";
            }
        }
        return "";
    }

    private static String examples(Path folder) {
        List<String> names = names(folder);
        return names.isEmpty() ? "" : ", for example " + folder.getFileName() + "/" + names.getFirst() + SUFFIX;
    }
}
