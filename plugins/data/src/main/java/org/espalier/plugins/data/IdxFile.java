package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.Arrays;
import org.espalier.api.EspalierException;

/**
 * An IDX file of unsigned bytes, the format of MNIST: two zero bytes, the type (8), the number of dimensions, each size
 * as a 32-bit number with the highest byte first, then the bytes with the last dimension running fastest. It may be
 * packed with gzip.
 *
 * @param path where it came from
 * @param shape sizes, the examples first
 * @param bytes {@code [product of shape]}
 * @param digest of the file as it lies there
 */
record IdxFile(Path path, int[] shape, byte[] bytes, String digest) {
    private static final int UNSIGNED_BYTES = 0x08;
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    /**
     * Reads a file.
     *
     * @param role what it is wanted for, for example {@code "the images"}
     * @throws EspalierException when it is missing, is no IDX file of that many dimensions, ends early or is damaged
     */
    static IdxFile read(Path path, String role, int fewestDimensions, int mostDimensions) {
        InputFile file = new InputFile(path, role);
        try (UnpackingReader in = new UnpackingReader(file)) {
            return read(file, in, fewestDimensions, mostDimensions);
        }
    }

    private static IdxFile read(InputFile file, UnpackingReader in, int fewestDimensions, int mostDimensions) {
        Path path = file.path();
        int magic = in.int32(Integer.BYTES);
        int dimensions = magic & 0xff;
        if (magic >>> 8 != UNSIGNED_BYTES || dimensions < fewestDimensions || dimensions > mostDimensions) {
            throw new EspalierException(String.format(
                    "%s is not an IDX file of %s: it begins with 0x%08X (byte 0), allowed is 0x%08X%s.",
                    path,
                    file.role(),
                    magic,
                    UNSIGNED_BYTES << 8 | fewestDimensions,
                    fewestDimensions == mostDimensions
                            ? ""
                            : String.format(" to 0x%08X", UNSIGNED_BYTES << 8 | mostDimensions)));
        }
        int[] shape = shape(in, path, dimensions);
        byte[] bytes = file.space(Arrays.stream(shape).reduce(1, (a, b) -> a * b));
        in.fill(bytes, in.position() + bytes.length);
        in.expectEnd();
        return new IdxFile(path, shape, bytes, in.digest());
    }

    private static int[] shape(UnpackingReader in, Path path, int dimensions) {
        long headerBytes = Integer.BYTES * (1L + dimensions);
        int[] shape = new int[dimensions];
        long total = 1;
        for (int d = 0; d < dimensions; d++) {
            long at = in.position();
            shape[d] = in.int32(headerBytes);
            if (shape[d] < 1) {
                throw new EspalierException(path + ": size " + (d + 1) + " at byte " + at + " is "
                        + Integer.toUnsignedString(shape[d]) + "; it must be between 1 and " + Integer.MAX_VALUE + ".");
            }
            total *= shape[d];
            if (total > LONGEST || total + headerBytes > in.mostBytes()) {
                throw new EspalierException(path + " declares sizes " + Arrays.toString(Arrays.copyOf(shape, d + 1))
                        + " (up to byte " + in.position() + "), " + total + " bytes or more, but can hold at most "
                        + Math.min(LONGEST, Math.max(0, in.mostBytes() - headerBytes)) + ".");
            }
        }
        return shape;
    }

    /** How many examples. */
    int count() {
        return shape[0];
    }

    /** Bytes of one example. */
    int features() {
        return bytes.length / shape[0];
    }
}
