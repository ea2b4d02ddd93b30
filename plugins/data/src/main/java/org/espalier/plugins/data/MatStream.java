package org.espalier.plugins.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.espalier.api.EspalierException;

/** The bytes of one element of a MATLAB file, as they stand there or inflated as they are read. */
final class MatStream implements AutoCloseable {
    /** Deflate never shrinks data by more than this factor; a length beyond it lies. */
    private static final long MOST_INFLATED_PER_BYTE = 1032;

    private final Path path;
    private final byte[] file;
    private final int from;
    private final int length;
    private final Inflater inflater = new Inflater();
    private final boolean packed;
    private long position;

    /**
     * @param from first byte of the element's content in the file
     * @param length of the content
     * @param packed whether it is compressed
     */
    MatStream(Path path, byte[] file, int from, int length, boolean packed) {
        this.path = path;
        this.file = file;
        this.from = from;
        this.length = length;
        this.packed = packed;
        inflater.setInput(file, from, length);
    }

    /** Bytes that may still come, at most. */
    long mostBytes() {
        return (packed ? length * MOST_INFLATED_PER_BYTE : length) - position;
    }

    /** The next bytes, the lowest of a number first. */
    ByteBuffer take(int count) {
        if (count > mostBytes()) {
            throw wrong(
                    "a part of " + count + " bytes begins, but at most " + Math.max(0, mostBytes()) + " can follow");
        }
        byte[] bytes = new byte[count];
        if (packed) {
            inflate(bytes);
        } else {
            System.arraycopy(file, from + (int) position, bytes, 0, bytes.length);
        }
        position += bytes.length;
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void inflate(byte[] bytes) {
        int done = 0;
        while (done < bytes.length) {
            try {
                int read = inflater.inflate(bytes, done, bytes.length - done);
                if (read == 0) {
                    position += done;
                    throw wrong("the compressed data end too early");
                }
                done += read;
            } catch (DataFormatException e) {
                position += done;
                EspalierException damaged = wrong("the compressed data are damaged");
                damaged.initCause(e);
                throw damaged;
            }
        }
    }

    /** A sentence that names the place that was reached. */
    EspalierException wrong(String sentence) {
        String place = packed
                ? "byte " + position + " of what is compressed from byte " + from + " on"
                : "byte " + (from + position);
        return new EspalierException(path + ": " + place + ": " + sentence + ".");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
