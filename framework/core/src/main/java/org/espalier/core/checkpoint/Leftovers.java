package org.espalier.core.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Hidden files and folders whose names end in {@code .part}: what was not finished, or is being deleted. */
public final class Leftovers {
    private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());
    private static final String PART = ".part";
    private static final int DEPTH = 3;

    private Leftovers() {}

    /** The name of something while it is being written. */
    static Path part(Path target) {
        return target.resolveSibling("." + target.getFileName() + PART);
    }

    /** Deletes what crashes left in a run's folder. Only for who holds the folder's lock. */
    public static void sweep(Path runFolder) {
        try (Stream<Path> entries = Files.walk(runFolder, DEPTH)) {
            List<Path> parts = entries.filter(Leftovers::isPart).toList();
            for (Path part : parts) {
                deleteTree(part);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Left-overs in " + runFolder + " could not be deleted.", e);
        }
    }

    /** Deletes a folder: first out of sight at once, then file by file. */
    static void delete(Path folder) {
        Path part = part(folder);
        try {
            deleteTree(part);
            Files.move(folder, part, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(part);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, folder + " could not be deleted.", e);
        }
    }

    static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> entries = Files.walk(tree)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }

    /** This path, or the next of PATH.1, PATH.2 … at which nothing lies. */
    static Path free(Path wanted) {
        Path free = wanted;
        for (int number = 1; Files.exists(free); number++) {
            free = wanted.resolveSibling(wanted.getFileName() + "." + number);
        }
        return free;
    }

    /** Whether this is the name of something that was not finished, or is being deleted. */
    public static boolean isPart(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") && name.endsWith(PART);
    }
}
