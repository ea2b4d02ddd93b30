package org.espalier.plugins.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.espalier.api.EspalierException;

/**
 * Reads bytes that may be packed with gzip (told by the first two bytes), and knows its place when they end too early or
 * are damaged.
 */
final class UnpackingReader {
    /** Deflate never shrinks data by more than this factor; a header that declares more lies. */
    private static final long MOST_UNPACKED_PER_BYTE = 1032;

    private final Path path;
    private final byte[] raw;
    private final boolean packed;
    private final InputStream in;
    private long position;

    UnpackingReader(Path path, byte[] raw) {
        this.path = path;
        this.raw = raw;
        this.packed = raw.length >= 2 && (raw[0] & 0xff) == 0x1f && (raw[1] & 0xff) == 0x8b;
        ByteArrayInputStream bytes = new ByteArrayInputStream(raw);
        try {
            this.in = packed ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        } catch (IOException e) {
            throw new EspalierException(path + " begins like a gzip file but its gzip header is damaged (byte 0).", e);
        }
    }

    /** Unpacked bytes read so far. */
    long position() {
        return position;
    }

    /** No more than this many bytes can come out of the file. */
    long mostBytes() {
        return packed ? raw.length * MOST_UNPACKED_PER_BYTE : raw.length;
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
        String packing = packed ? " The gzip file was cut off at its byte " + raw.length + "." : "";
        return new EspalierException(
                path + " ends at byte " + position + " of " + expectedTotal + where() + "." + packing);
    }

    private String where() {
        return packed ? " of the unpacked data" : "";
    }
}
