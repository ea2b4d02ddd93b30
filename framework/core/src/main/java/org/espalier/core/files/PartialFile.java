package org.espalier.core.files;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;
import org.espalier.api.EspalierException;
import org.espalier.api.border.PublicFile;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of a download from the client's threads. What goes wrong there is kept and told to the thread that
 * waits. The file is locked meanwhile, so what a crashed process left behind is known by its free lock.
 */
final class PartialFile implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PartialFile.class.getName());
    private static final String END = ".part";

    private final PublicFile file;
    private final FileChannel channel;
    private final MessageDigest sha = FileDigest.start();
    private long received;
    private @Nullable IOException failure;

    PartialFile(Path part, PublicFile file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        lock(part);
    }

    private void lock(Path part) throws IOException {
        try {
            if (channel.tryLock() != null && Files.exists(part)) {
                return;
            }
        } catch (IOException e) {
            // A file system without locks, for example on a network: there nobody else can lock and delete it either.
            LOG.log(System.Logger.Level.DEBUG, "cannot lock " + part, e);
            return;
        }
        channel.close();
        throw new IOException("another process deleted " + part + " when it had just been made");
    }

    /** Where a download of this process may go before it is whole. */
    static Path beside(Path into, PublicFile file) {
        return into.resolveSibling(begin(file) + ProcessMark.own() + "-" + UUID.randomUUID() + END);
    }

    /** Deletes what downloads of the same file left when their process ended in the middle. */
    static void sweep(Path into, PublicFile file) {
        // Closing a second channel of a locked file gives up the lock, so this process looks at none of its own.
        String own = begin(file) + ProcessMark.own() + "-";
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(
                into.toAbsolutePath().getParent(), part -> isLeftOver(String.valueOf(part.getFileName()), file, own))) {
            for (Path part : parts) {
                deleteUnlessLocked(part);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "cannot look for left-overs beside " + into, e);
        }
    }

    private static boolean isLeftOver(String name, PublicFile file, String own) {
        return name.startsWith(begin(file)) && name.endsWith(END) && !name.startsWith(own);
    }

    private static void deleteUnlessLocked(Path part) {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.delete(part);
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOG.log(System.Logger.Level.DEBUG, "cannot delete the left-over " + part, e);
        }
    }

    private static String begin(PublicFile file) {
        return "." + file.name() + ".";
    }

    synchronized void accept(byte[] chunk) {
        received += chunk.length;
        if (failure != null || received > file.bytes()) {
            return;
        }
        sha.update(chunk);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(chunk);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    synchronized long received() {
        return received;
    }

    /** Throws what went wrong while bytes were taken. */
    synchronized void requireHealthy(URI uri) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (received > file.bytes()) {
            throw new EspalierException(
                    uri + " sends more than the " + file.bytes() + " bytes of " + file.name() + ".");
        }
    }

    /** Checks length and digest and flushes to the disk. */
    synchronized void finish(URI uri) throws IOException {
        if (received != file.bytes()) {
            throw new EspalierException(
                    uri + " sent " + received + " of the " + file.bytes() + " bytes of " + file.name() + ".");
        }
        String digest = FileDigest.hex(sha);
        if (!digest.equals(file.sha256())) {
            throw new EspalierException("What " + uri + " sent is not " + file.name() + ": its SHA-256 is " + digest
                    + ", it should be " + file.sha256() + ". It was not kept.");
        }
        channel.force(true);
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
