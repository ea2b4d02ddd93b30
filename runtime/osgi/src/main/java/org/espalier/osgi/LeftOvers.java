package org.espalier.osgi;

import java.io.IOException;
import java.lang.System.Logger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Folders of processes that are no longer there: their locks are free.
 *
 * @param folder where they lie
 * @param prefix what all such folders begin with
 * @param own what those of this process begin with
 * @param lock the name of the file in them that is locked
 */
record LeftOvers(Path folder, String prefix, String own, String lock) {
    private static final Logger LOG = System.getLogger(LeftOvers.class.getName());

    /** Deletes them; what cannot be deleted is left for the next time. */
    void sweep() {
        for (Path old : found()) {
            try {
                sweep(old);
            } catch (IOException | OverlappingFileLockException e) {
                LOG.log(Logger.Level.DEBUG, "cannot delete the left-over " + old, e);
            }
        }
    }

    private List<Path> found() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                        && !entry.getFileName().toString().startsWith(own)) {
                    found.add(entry);
                }
            }
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "cannot look for left-overs in " + folder, e);
        }
        return found;
    }

    private void sweep(Path old) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        old.resolve(lock),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
                FileLock taken = channel.tryLock()) {
            if (taken != null) {
                Path away = old.resolveSibling(prefix + "swept-" + UUID.randomUUID());
                Files.move(old, away, StandardCopyOption.ATOMIC_MOVE);
                delete(away);
            }
        }
    }

    /** Deletes a folder and all in it; links are deleted and not followed. */
    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
