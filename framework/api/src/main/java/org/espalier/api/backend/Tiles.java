package org.espalier.api.backend;

/**
 * Where the tiles of a walk begin: a tile is {@code [features][width]} floats, all features of one position for the
 * examples of a block. A convolution's input tile begins at the window's first tap.
 *
 * @param count number of tiles
 * @param width examples of a tile, a multiple of 16 in [16, 128]
 * @param inputs address of {@code long[count]}: the address of each input tile
 * @param outputs address of {@code long[count]}: the address of each output tile
 */
public record Tiles(int count, int width, long inputs, long outputs) {
    public Tiles {
        if (count < 1 || width < 16 || width > 128 || width % 16 != 0) {
            throw new IllegalArgumentException(
                    "a walk has at least 1 tile of 16, 32, … or 128 examples, was " + count + " tiles of " + width);
        }
    }

    /** The tiles from … to - 1. */
    public Tiles range(int from, int to) {
        return new Tiles(to - from, width, inputs + 8L * from, outputs + 8L * from);
    }
}
