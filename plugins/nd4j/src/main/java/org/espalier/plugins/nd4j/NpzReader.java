package org.espalier.plugins.nd4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.espalier.api.EspalierException;

/** Reads arrays of one npz file: a zip of npy files. */
final class NpzReader {
    private static final String SUFFIX = ".npy";

    private final Path file;
    private final NpyCodec codec;

    NpzReader(Path file, NpyCodec codec) {
        this.file = file;
        this.codec = codec;
    }

    /**
     * Reads an array.
     *
     * @throws EspalierException when the file is missing or damaged, or has no such array
     */
    NpyArray read(String array) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(array + SUFFIX);
            if (entry == null) {
                throw new EspalierException(
                        file + " has no array \"" + array + "\"; it has " + String.join(", ", names(zip)) + ".");
            }
            byte[] npy = zip.getInputStream(entry).readAllBytes();
            NpyHeader.check(file + "!" + entry.getName(), npy);
            return codec.decode(npy);
        } catch (IOException e) {
            throw new EspalierException(
                    file + " cannot be read as a zip of arrays (looking for " + array + "): " + e.getMessage() + ".",
                    e);
        }
    }

    private static List<String> names(ZipFile zip) {
        List<String> names = new ArrayList<>();
        zip.stream()
                .map(ZipEntry::getName)
                .filter(n -> n.endsWith(SUFFIX))
                .sorted()
                .forEach(n -> names.add(n.substring(0, n.length() - SUFFIX.length())));
        return names.isEmpty() ? List.of("none") : names;
    }

    static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new EspalierException(file + " is a folder; an npz file was expected.");
        }
        if (!Files.exists(file)) {
            throw new EspalierException("There is no file " + file + ".");
        }
    }
}
