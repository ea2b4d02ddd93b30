package org.espalier.api.backend;

/**
 * The gradient of a dense weight. Every sum is one chain of fma that starts at +0 and takes tile by tile and position by
 * position. A backend may copy what it reads into the scratch, laid out as it likes; what stands here is the reference,
 * which copies nothing.
 */
public interface PackedKernels {
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
