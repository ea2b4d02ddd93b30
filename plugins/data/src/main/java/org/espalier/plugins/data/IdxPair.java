package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.List;
import org.espalier.api.EspalierException;

/**
 * Images and their labels.
 *
 * @param images {@code [examples][height][width]}, with a last dimension for channels if it has four
 * @param labels {@code [examples]}
 */
record IdxPair(IdxFile images, IdxFile labels) {
    IdxPair {
        if (images.count() != labels.count()) {
            throw new EspalierException(images.path() + " has " + images.count() + " images, but " + labels.path()
                    + " has " + labels.count() + " labels; there must be as many.");
        }
    }

    static IdxPair read(Path images, Path labels, String split) {
        return new IdxPair(
                IdxFile.read(images, "the " + split + " images", 2, 4),
                IdxFile.read(labels, "the " + split + " labels", 1, 1));
    }

    /** The shape of an example: {@code [features]} or {@code [height, width, channels]}. */
    List<Integer> shape() {
        int[] s = images.shape();
        return switch (s.length) {
            case 2 -> List.of(s[1]);
            case 3 -> List.of(s[1], s[2], 1);
            default -> List.of(s[1], s[2], s[3]);
        };
    }

    int highestLabel() {
        int highest = 0;
        for (byte label : labels.bytes()) {
            highest = Math.max(highest, label & 0xff);
        }
        return highest;
    }

    /**
     * The pair as examples.
     *
     * @throws EspalierException when a label is not in [0, classes)
     */
    ByteExamples examples(int classes) {
        byte[] bytes = labels.bytes();
        for (int id = 0; id < bytes.length; id++) {
            int label = bytes[id] & 0xff;
            if (label >= classes) {
                throw new EspalierException(labels.path() + ": label " + label + " of example " + id + " (byte "
                        + (id + 2 * Integer.BYTES) + " of the IDX data) is out of range; labels must be in [0, "
                        + classes + ").");
            }
        }
        return new ByteExamples(images.features(), classes, images.bytes(), bytes);
    }
}
