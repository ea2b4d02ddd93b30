package org.espalier.core.operation;

import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;

/** The tiles of a plane in order: block by block, and in each from the first position to the last. */
final class TileWalk {
    private TileWalk() {}

    /** Address of {@code long[tiles]}: where each tile begins. */
    static long addresses(Plane plane, NativeMemory memory) {
        long[] addresses = new long[plane.tiles()];
        int positions = plane.grid().positions();
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = tile(plane, i / positions, i % positions);
        }
        return memory.copyOf(addresses);
    }

    /** Where a position of a block begins. */
    static long tile(Plane plane, int block, int position) {
        int width = plane.grid().width();
        return plane.tile(block, position / width, position % width);
    }
}
