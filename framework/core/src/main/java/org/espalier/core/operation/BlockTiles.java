package org.espalier.core.operation;

import java.util.stream.IntStream;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.Tiles;
import org.espalier.core.kernel.NativeMemory;

/** The blocks of a segment of two planes as a walk over tiles. */
final class BlockTiles {
    private final Tiles most;
    /** By their number less one, so that a step makes none. */
    private final Tiles[] walks;

    /**
     * @param panel of the whole planes
     * @param memory where the walk lives
     */
    BlockTiles(Panel panel, NativeMemory memory) {
        int blocks = panel.blocks();
        most = new Tiles(blocks, panel.width(), memory.allocate(8L * blocks), memory.allocate(8L * blocks));
        walks = IntStream.rangeClosed(1, blocks)
                .mapToObj(count -> most.range(0, count))
                .toArray(Tiles[]::new);
    }

    /** The walk over the blocks of panels that begin at these addresses, until the next call. */
    Tiles of(Panel panel, long in, int inputFeatures, long out, int outputFeatures) {
        for (int block = 0; block < panel.blocks(); block++) {
            long lanes = (long) Float.BYTES * panel.width() * block;
            NativeMemory.setLong(most.inputs() + 8L * block, in + lanes * inputFeatures);
            NativeMemory.setLong(most.outputs() + 8L * block, out + lanes * outputFeatures);
        }
        return walks[panel.blocks() - 1];
    }
}
