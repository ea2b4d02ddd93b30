package org.espalier.plugins.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;

/**
 * A folder that has a folder of pictures for each class. Names that begin with a point are passed over, as are those by which
 * systems keep previews.
 *
 * @param path of the folder
 * @param classes names of the folders in it: numbers by size, then words by the alphabet
 * @param pictures class by class, each by the alphabet
 */
record PictureFolder(Path path, List<String> classes, List<Entry> pictures) {
    private static final Set<String> FORMATS = Set.of("png", "jpg", "jpeg", "bmp", "gif");
    private static final Set<String> PREVIEWS = Set.of("thumbs.db", "desktop.ini");

    /** A picture and the class it lies in. */
    record Entry(Path path, String name) {}

    static PictureFolder of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new EspalierException(
                    Files.exists(folder)
                            ? folder + " is a file; a folder with a folder of pictures for each class is wanted."
                            : "There is no folder " + folder + " to read pictures from.");
        }
        List<String> classes = new ArrayList<>();
        List<Entry> pictures = new ArrayList<>();
        for (Path inside : listed(folder)) {
            if (!Files.isDirectory(inside)) {
                throw new EspalierException(inside + " is a file, where folders of pictures are wanted, one for each"
                        + " class; put it into one.");
            }
            classes.add(name(inside));
            for (Path file : listed(inside)) {
                pictures.add(new Entry(picture(file), name(inside)));
            }
        }
        if (pictures.isEmpty()) {
            throw new EspalierException(folder + " has no pictures in folders, one for each class.");
        }
        return new PictureFolder(folder, classes, pictures);
    }

    private static Path picture(Path file) {
        String name = name(file);
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (Files.isDirectory(file) || !FORMATS.contains(ending)) {
            throw new EspalierException(
                    file + " is no picture: its name should end in .png, .jpg, .jpeg, .bmp or .gif.");
        }
        return file;
    }

    private static List<Path> listed(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !name(file).startsWith(".")
                            && !PREVIEWS.contains(name(file).toLowerCase(Locale.ROOT)))
                    .sorted((a, b) -> CsvTable.numbersFirst().compare(name(a), name(b)))
                    .toList();
        } catch (IOException e) {
            throw new EspalierException("Listing the folder " + folder + " failed: " + e.getMessage() + ".", e);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    /** Another folder of this kind, without pictures. */
    PictureFolder none() {
        return new PictureFolder(path, List.of(), List.of());
    }
}
