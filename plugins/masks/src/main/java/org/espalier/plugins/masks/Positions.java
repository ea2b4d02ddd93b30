package org.espalier.plugins.masks;

import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;

/** Lists of positions. */
final class Positions {
    private Positions() {}

    /** The length of an array with one entry a link. */
    static int arrayLength(MatrixShape shape, long links) {
        if (links > Integer.MAX_VALUE - 8) {
            throw new EspalierException("%s would start with %d links; one weight holds at most %d. Raise its sparsity."
                    .formatted(shape.name(), links, Integer.MAX_VALUE - 8));
        }
        return (int) links;
    }
}
