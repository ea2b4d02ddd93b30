package org.espalier.core.files;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.espalier.api.EspalierException;
import org.espalier.api.border.PublicFile;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes of a download from the client's threads. What goes wrong there is kept and told to the thread that
 * waits.
 */
final class PartialFile implements AutoCloseable {
    private final PublicFile file;
    private final FileChannel channel;
    private final MessageDigest sha = FileDigest.start();
    private long received;
    private @Nullable IOException failure;

    PartialFile(Path part, PublicFile file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
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
