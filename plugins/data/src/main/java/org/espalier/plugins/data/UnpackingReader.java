package org.espalier.plugins.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.espalier.api.EspalierException;

/**
 * Reads a file that may be packed with gzip (told by the first two bytes), and knows its place when it ends too early or is
 * damaged. Nothing of it is kept.
 */
final class UnpackingReader implements AutoCloseable {
    /** Deflate never shrinks data by more than this factor; a header that declares more lies. */
    private static final long MOST_UNPACKED_PER_BYTE = 1032;

    private static final int BUFFER = 1 << 16;

    private final InputFile file;
    private final Path path;
    private final long length;
    private final MessageDigest sha = InputFile.sha256();
    private final InputStream raw;
    private final boolean packed;
    private final InputStream in;
    private long position;

    /**
     * Opens a file.
     *
     * @throws EspalierException when it is missing, a folder or not readable, or its gzip header is damaged
     */
    UnpackingReader(InputFile file) {
        this.file = file;
        this.path = file.path();
        this.raw = new BufferedInputStream(new DigestInputStream(file.stream(), sha), BUFFER);
        try {
            this.length = Files.size(path);
            raw.mark(2);
            this.packed = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
        } catch (IOException e) {
            close();
            throw file.unreadable(e);
        }
        try {
            this.in = packed ? new GZIPInputStream(raw, BUFFER) : raw;
        } catch (IOException e) {
            close();
            throw new EspalierException(path + " begins like a gzip file but its gzip header is damaged (byte 0).", e);
        }
    }

    /** Unpacked bytes read so far. */
    long position() {
        return position;
    }

    /** No more than this many bytes can come out of the file. */
    long mostBytes() {
        return packed ? length * MOST_UNPACKED_PER_BYTE : length;
    }

    /** Reads what is left of the file, and gives the digest of it as it lies there. */
    String digest() {
        try {
            raw.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw file.unreadable(e);
        }
        return InputFile.digest(sha);
    }

    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    /** Reads four bytes, the highest first. */
    int int32(long expectedTotal) {
        byte[] four = new byte[Integer.BYTES];
        fill(four, expectedTotal);
        return (four[0] & 0xff) << 24 | (four[1] & 0xff) << 16 | (four[2] & 0xff) << 8 | (four[3] & 0xff);
    }

    /**
     * Fills an array.
     *
     * @param expectedTotal how long the unpacked file should be, for the message
     */
    void fill(byte[] out, long expectedTotal) {
        int done = 0;
        while (done < out.length) {
            int read = read(out, done, out.length - done, expectedTotal);
            if (read < 0) {
                throw ends(expectedTotal);
            }
            done += read;
            position += read;
        }
    }

    /**
     * Reads to the end, where gzip keeps its checksum.
     *
     * @throws EspalierException when there are more bytes, or the checksum is wrong
     */
    void expectEnd() {
        long expectedTotal = position;
        if (read(new byte[1], 0, 1, expectedTotal) >= 0) {
            throw new EspalierException(
                    path + " goes on after byte " + expectedTotal + where() + ", where its header says it ends.");
        }
    }

    private int read(byte[] out, int from, int length, long expectedTotal) {
        try {
            return in.read(out, from, length);
        } catch (EOFException e) {
            EspalierException early = ends(expectedTotal);
            early.initCause(e);
            throw early;
        } catch (ZipException e) {
            throw new EspalierException(
                    path + " is damaged near byte " + position + where() + ": " + e.getMessage() + ".", e);
        } catch (IOException e) {
            throw new EspalierException(path + " cannot be read at byte " + position + where() + ".", e);
        }
    }

    private EspalierException ends(long expectedTotal) {
        String packing = packed ? " The gzip file was cut off at its byte " + length + "." : "";
        return new EspalierException(
                path + " ends at byte " + position + " of " + expectedTotal + where() + "." + packing);
    }

    private String where() {
        return packed ? " of the unpacked data" : "";
    }
}
