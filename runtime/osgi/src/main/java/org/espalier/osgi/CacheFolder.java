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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.EspalierException;
import org.jspecify.annotations.Nullable;

/**
 * The folder Felix keeps its files in while it runs. It is locked as long as it is in use; what a crashed run left behind
 * is not, and is deleted by the next run.
 */
final class CacheFolder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(CacheFolder.class.getName());
    private static final String PREFIX = "espalier-bundles-";
    private static final String LOCK = "lock";

    /** A younger folder may belong to a run that has not locked it yet. */
    private static final Duration TIME_TO_LOCK = Duration.ofMinutes(1);

    private final Path folder;
    private final FileChannel lock;

    private CacheFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Deletes left-overs in a temporary folder and makes a new cache there. */
    static CacheFolder in(Path temporary) {
        sweep(temporary);
        try {
            Path folder = Files.createTempDirectory(temporary, PREFIX);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
            return new CacheFolder(folder, lock);
        } catch (IOException e) {
            throw new EspalierException(
                    "Plugins cannot be loaded: no temporary folder can be made in " + temporary + " (" + e
                            + "). Free some space there, or name another folder with -Djava.io.tmpdir=FOLDER.",
                    e);
        }
    }

    /** Where bundles go. */
    Path bundles() {
        return folder.resolve("bundles");
    }

    @Override
    public void close() {
        try {
            lock.close();
            delete(folder);
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "the next run will delete " + folder, e);
        }
    }

    private static void sweep(Path temporary) {
        for (Path old : leftOvers(temporary)) {
            try {
                if (unused(old)) {
                    delete(old);
                }
            } catch (IOException e) {
                LOG.log(Logger.Level.DEBUG, "cannot delete the left-over " + old, e);
            }
        }
    }

    private static List<Path> leftOvers(Path temporary) {
        List<Path> found = new ArrayList<>();
        Instant limit = Instant.now().minus(TIME_TO_LOCK);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path entry : entries) {
                BasicFileAttributes attributes =
                        Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory()
                        && attributes.lastModifiedTime().toInstant().isBefore(limit)) {
                    found.add(entry);
                }
            }
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "cannot look for left-overs in " + temporary, e);
        }
        return found;
    }

    private static boolean unused(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        if (!Files.exists(file)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
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
