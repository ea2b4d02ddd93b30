package org.espalier.core.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.espalier.api.EspalierException;

/**
 * Writes a file so that it appears whole or not at all: beside its final place, flushed to the disk, then renamed. A
 * crash at any moment leaves the old file, or none, and at worst a left-over whose name ends in {@code .part}.
 */
public final class WholeFile {
    /** Writes the bytes of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private WholeFile() {}

    /**
     * Writes a file, replacing an old one.
     *
     * @throws EspalierException when the file cannot be written; nothing has changed then
     */
    public static void write(Path file, Content content) {
        if (Files.isDirectory(file)) {
            throw new EspalierException(file + " is a folder; a file cannot be written in its place.");
        }
        Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
                content.writeTo(channel);
                channel.force(true);
            }
            move(part, file);
        } catch (IOException e) {
            throw failure(file, e);
        } finally {
            discard(part);
        }
    }

    /** Renames a finished file into its place, at once where the file system can. */
    static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes what is left of a file that was not finished. */
    static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.getLogger(WholeFile.class.getName())
                    .log(System.Logger.Level.WARNING, "The left-over " + part + " could not be deleted.", e);
        }
    }

    static EspalierException failure(Path file, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException x ->
                "there is no folder " + file.toAbsolutePath().getParent();
            case AccessDeniedException x -> "you have no permission to write there";
            case FileSystemException x when x.getReason() != null -> x.getReason();
            default -> String.valueOf(e.getMessage());
        };
        return new EspalierException("Writing " + file + " failed: " + reason + ". Nothing was changed.", e);
    }
}
