package org.espalier.api.backend;

/**
 * The gradient of a dense weight. Every sum is one chain of fma that starts at +0 and takes block by block (or tile by tile)
 * and position by position. A backend may work on a copy of the input that it lays out as it likes; what stands here is the
 * reference, which copies nothing.
 */
public interface PackedKernels {
    /** Bytes of the copy of a plane of so many columns; 0: there is none. */
    default long packedBytes(int columns, Panel panel) {
        return 0;
    }

    /** In how many parts the copy is made. */
    default int packedParts(int columns) {
        return 0;
    }

    /**
     * Makes the parts from … to - 1 of the copy. Without a copy there are none, so nothing is done.
     *
     * @param in a plane of so many columns
     * @param packed address of {@link #packedBytes}
     */
    default void pack(int columns, Panel panel, long in, long packed, int from, int to) {}

    /**
     * {@code gradient[r][c] = Σ_p outGradient[r][p] · in[c][p]} for the rows from … to - 1.
     *
     * @param packed the whole copy of the input; where there is none, the input
     * @param scratch of {@link TileKernels#LANE_BYTES}
     * @param gradient address of {@code float[rows][columns]}
     */
    default void packedWeightGradient(
            int rows,
            int columns,
            Panel panel,
            long outGradient,
            long packed,
            long scratch,
            long gradient,
            int from,
            int to) {
        long stride = 4L * panel.width();
        for (int row = from; row < to; row++) {
            for (int column = 0; column < columns; column++) {
                float sum = 0;
                for (int block = 0; block < panel.blocks(); block++) {
                    long y = outGradient + stride * ((long) block * rows + row);
                    sum = Address.chain(y, packed + stride * ((long) block * columns + column), stride, sum);
                }
                Address.setFloat(gradient + 4L * ((long) row * columns + column), sum);
            }
        }
    }

    /**
     * {@code gradient[r][k] = Σ_tiles Σ_p output[r][p] · input[columns[k]][p]} for a part of the rows and columns.
     *
     * @param count columns of the weight
     * @param columns address of {@code int[count]}: which feature of the input each column is
     * @param scratch of {@link TileKernels#LANE_BYTES}
     * @param gradient address of {@code float[rows][count]}
     */
    default void packedTileGradient(
            int count,
            long columns,
            Tiles tiles,
            long scratch,
            long gradient,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo) {
        long stride = 4L * tiles.width();
        for (int row = rowFrom; row < rowTo; row++) {
            for (int k = columnFrom; k < columnTo; k++) {
                long column = Address.getInt(columns + 4L * k) * stride;
                float sum = 0;
                for (int tile = 0; tile < tiles.count(); tile++) {
                    long y = Address.getLong(tiles.outputs() + 8L * tile) + row * stride;
                    sum = Address.chain(y, Address.getLong(tiles.inputs() + 8L * tile) + column, stride, sum);
                }
                Address.setFloat(gradient + 4L * ((long) row * count + k), sum);
            }
        }
    }
}
