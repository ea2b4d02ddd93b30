package org.espalier.core.graph;

import java.util.Arrays;
import org.espalier.api.backend.Panel;
import org.espalier.core.kernel.NativeMemory;

/**
 * A value of a batch in memory: {@code [blocks][border + height + border][border + width + border][features][lanes]}
 * floats. A tile is one position of a block of examples: {@code [features][lanes]}. The border is zero and stays so.
 *
 * @param address 64-byte aligned
 * @param blocks blocks of examples
 * @param grid positions of an example
 * @param border zero positions around a picture, or before and after a sequence
 * @param features features at a position
 * @param lanes examples of a block
 */
public record Plane(long address, int blocks, Grid grid, int border, int features, int lanes) {
    /** The same plane somewhere else. */
    public Plane at(long newAddress) {
        return new Plane(newAddress, blocks, grid, border, features, lanes);
    }

    /** Rows in memory, borders included. A sequence has no border above and below. */
    private int rows() {
        return grid.height() + (grid.sizes().size() == 2 ? 2 * border : 0);
    }

    /** Positions from one row in memory to the next. */
    public int pitch() {
        return grid.width() + 2 * border;
    }

    /** Bytes of a tile. */
    public long tileBytes() {
        return 4L * features * lanes;
    }

    public long bytes() {
        return blocks * (long) rows() * pitch() * tileBytes();
    }

    /** Tiles without borders. */
    public int tiles() {
        return blocks * grid.positions();
    }

    /**
     * The address of a tile; y and x may lie in the border.
     *
     * @param y row of a picture; 0 for a sequence
     */
    public long tile(int block, int y, int x) {
        int top = grid.sizes().size() == 2 ? border : 0;
        return address + (((long) block * rows() + y + top) * pitch() + x + border) * tileBytes();
    }

    /** The address of the tile of a position of an example, counted row by row. */
    public long position(int block, int position) {
        return tile(block, position / grid.width(), position % grid.width());
    }

    /** The address of a tile, counted block by block and in each from the first position to the last. */
    public long numbered(int tile) {
        return position(tile / grid.positions(), tile % grid.positions());
    }

    /** Address of {@code long[tiles]}: where each tile begins, as they are counted. */
    public long addresses(NativeMemory memory) {
        long[] addresses = new long[tiles()];
        Arrays.setAll(addresses, this::numbered);
        return memory.copyOf(addresses);
    }

    /** The tiles as one panel after the other; only without a border. */
    public Panel panel() {
        if (border > 0) {
            throw new IllegalStateException("a plane with a border is no panel");
        }
        return new Panel(tiles(), lanes);
    }
}
