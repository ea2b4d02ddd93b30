package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.List;
import org.espalier.api.EspalierException;

/**
 * Pictures from records of the CIFAR-10 binary format: a byte for the class, then 1024 bytes each for the red, green and
 * blue of the pixels, row by row. Here the three colours of a pixel stand side by side.
 */
final class CifarRecords {
    /** Height, width, colours. */
    static final List<Integer> SHAPE = List.of(32, 32, 3);

    private static final int PIXELS = 32 * 32;
    private static final int COLOURS = 3;
    private static final int RECORD = 1 + COLOURS * PIXELS;

    private final int classes;
    private final byte[] bytes;
    private final byte[] labels;

    CifarRecords(int count, int classes) {
        this.classes = classes;
        this.bytes = new byte[count * COLOURS * PIXELS];
        this.labels = new byte[count];
    }

    /** Reads a file of nothing but records, packed with gzip or not. */
    void readFile(Path path, int first, int count) {
        try (UnpackingReader in = new UnpackingReader(new InputFile(path, "pictures"))) {
            read(in, path, first, count);
            in.expectEnd();
        }
    }

    /**
     * Reads records.
     *
     * @param path for messages
     * @param first where the first of them goes
     */
    void read(UnpackingReader in, Path path, int first, int count) {
        byte[] row = new byte[RECORD];
        long end = in.position() + (long) count * RECORD;
        for (int id = first; id < first + count; id++) {
            long at = in.position();
            in.fill(row, end);
            if ((row[0] & 0xff) >= classes) {
                throw new EspalierException(path + ": byte " + at + " of the unpacked data should be a class from 0 to "
                        + (classes - 1) + ", it is " + (row[0] & 0xff) + ".");
            }
            labels[id] = row[0];
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                for (int colour = 0; colour < COLOURS; colour++) {
                    bytes[(id * PIXELS + pixel) * COLOURS + colour] = row[1 + colour * PIXELS + pixel];
                }
            }
        }
    }

    ByteExamples examples() {
        return new ByteExamples(COLOURS * PIXELS, classes, bytes, labels);
    }
}
