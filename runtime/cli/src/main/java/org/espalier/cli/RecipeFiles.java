package org.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;

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
        Path folder = file.getParent();
        List<String> near = folder != null && Files.isDirectory(folder) ? names(folder) : List.of();
        String name = stem(String.valueOf(file.getFileName()));
        throw new UsageException("There is no file " + named + "." + closest(name, folder, near));
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

    private String closest(String name, @org.jspecify.annotations.Nullable Path folder, List<String> near) {
        String hint = DidYouMean.sentence(name, near);
        if (!hint.isEmpty() || folder == null) {
            return hint.replace("'?", SUFFIX + "'?");
        }
        Path shipped = surroundings.recipes().resolve(name + SUFFIX);
        return Files.isRegularFile(shipped) ? " Did you mean " + surroundings.show(shipped) + "?" : "";
    }

    private static String examples(Path folder) {
        List<String> names = names(folder);
        return names.isEmpty() ? "" : ", for example " + folder.getFileName() + "/" + names.getFirst() + SUFFIX;
    }
}
