package org.espalier.osgi;

import java.io.IOException;
import java.lang.System.Logger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.core.files.FileFault;
import org.espalier.core.files.ProcessMark;

/**
 * The folder a host keeps its files in while it runs. It is locked as long as it is in use; what a crashed run left behind
 * is not, and is deleted by the next run. Whoever deletes takes the lock first and renames the folder before it touches
 * anything in it, so a folder that is just being made is either left alone, or seen to be gone by the run that makes it.
 */
final class CacheFolder implements AutoCloseable {
    private static final Logger LOG = System.getLogger(CacheFolder.class.getName());
    private static final String PREFIX = "espalier-bundles-";
    private static final String LOCK = "lock";
    private static final int MOST_ATTEMPTS = 100;

    private final Path folder;
    private final FileChannel lock;

    private CacheFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Deletes left-overs in a temporary folder and makes a new cache there. */
    static CacheFolder in(Path temporary) {
        sweep(temporary);
        String own = PREFIX + ownName();
        try {
            for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
                Optional<CacheFolder> made = make(Files.createTempDirectory(temporary, own));
                if (made.isPresent()) {
                    Files.createDirectory(made.get().staging());
                    return made.get();
                }
            }
            throw new IOException("every folder that was made there is deleted at once by another process");
        } catch (IOException e) {
            throw new EspalierException(
                    "Plugins cannot be loaded: no temporary folder can be made in " + temporary + " ("
                            + FileFault.reason(e)
                            + "). Free some space there, or name another folder with -Djava.io.tmpdir=FOLDER.",
                    e);
        }
    }

    /** Deletes what hosts of processes that are no longer there left in a temporary folder. */
    static void sweep(Path temporary) {
        new LeftOvers(temporary, PREFIX, PREFIX + ownName(), LOCK).sweep();
    }

    /**
     * What the folders of this process begin with. Closing any channel of a file gives up the locks that a process holds
     * on it, so a process must not even look at the locks of its own folders.
     */
    private static String ownName() {
        return ProcessMark.own() + "-";
    }

    /** Locks a new folder; empty when somebody swept it before that. */
    private static Optional<CacheFolder> make(Path folder) throws IOException {
        Path file = folder.resolve(LOCK);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock taken = channel.tryLock();
            if (taken != null && Files.exists(file)) {
                return Optional.of(new CacheFolder(folder, channel));
            }
            channel.close();
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Where bundles go. */
    Path bundles() {
        return folder.resolve("bundles");
    }

    /** Where jars are copied to before they are verified. */
    Path staging() {
        return folder.resolve("staging");
    }

    @Override
    public void close() {
        try {
            lock.close();
            LeftOvers.delete(folder);
        } catch (IOException e) {
            LOG.log(Logger.Level.DEBUG, "the next run will delete " + folder, e);
        }
    }
}
