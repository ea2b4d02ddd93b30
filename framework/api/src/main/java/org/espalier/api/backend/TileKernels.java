package org.espalier.api.backend;

import org.espalier.api.graph.Activation;

/**
 * Products over the tiles of pictures and sequences. What stands here is the reference that backends repeat bit by bit.
 *
 * <p>A sum over tiles has 16 lanes: lane l starts at +0 and takes the examples l, l + 16, … of each tile in the order of
 * the tiles, by fma (or add). The tree of {@link Kernels} then adds the lanes.
 */
public interface TileKernels {
    /** Links whose lanes a weight gradient keeps at a time. */
    int LANE_LINKS = 2048;

    /** Bytes of scratch for the lanes of a weight gradient. */
    long LANE_BYTES = 64L * LANE_LINKS;

    /**
     * {@code out[r][p] = act(start + Σ_k weight[r][k] · in[columns[k]][p])} over ascending k for the rows from … to - 1 of
     * one tile; start, activation, mask and add as for {@link Kernels#sparseProduct}.
     *
     * @param weight address of {@code float[rows][count]}
     * @param count columns of the matrix
     * @param columns address of {@code int[count]}: which feature of the input each column is
     * @param width examples of the tile
     */
    default void gatheredProduct(
            long weight,
            int count,
            long columns,
            int width,
            long in,
            long out,
            long bias,
            Activation activation,
            long mask,
            boolean add,
            int from,
            int to) {
        long stride = 4L * width;
        for (int row = from; row < to; row++) {
            for (long p = 0; p < stride; p += 4) {
                long place = row * stride + p;
                float start = bias == 0 ? 0f : Address.getFloat(bias + 4L * row);
                float sum = add ? Address.getFloat(out + place) : start;
                for (int k = 0; k < count; k++) {
                    float w = Address.getFloat(weight + 4L * ((long) row * count + k));
                    sum = Math.fma(w, Address.getFloat(in + Address.getInt(columns + 4L * k) * stride + p), sum);
                }
                boolean negative = activation == Activation.RELU && sum <= 0f;
                boolean masked = mask != 0 && !(Address.getFloat(mask + place) > 0f);
                Address.setFloat(out + place, negative || masked ? 0f : sum);
            }
        }
    }

    /**
     * {@code gradient[k] = Σ_tiles Σ_p output[row(k)][p] · input[column(k)][p]} for all links of the rows from … to - 1.
     *
     * @param tiles the output tiles hold the gradient of the sums
     * @param lanes scratch of {@link #LANE_BYTES}
     * @param gradient address of {@code float[links]}
     */
    default void sparseTileGradient(SparseMatrix matrix, Tiles tiles, long lanes, long gradient, int from, int to) {
        long stride = 4L * tiles.width();
        for (int row = from; row < to; row++) {
            int end = Address.getInt(matrix.rowStarts() + 4L * row + 4);
            for (int k = Address.getInt(matrix.rowStarts() + 4L * row); k < end; k++) {
                long column = Address.getInt(matrix.columnIndices() + 4L * k);
                Address.setFloat(gradient + 4L * k, dot(tiles, row * stride, column * stride, lanes));
            }
        }
    }

    /**
     * {@code gradient[r][k] = Σ_tiles Σ_p output[r][p] · input[columns[k]][p]} for the rows from … to - 1.
     *
     * @param count columns of the matrix
     * @param columns address of {@code int[count]}: which feature of the input each column is
     * @param tiles the output tiles hold the gradient of the sums
     * @param lanes scratch of {@link #LANE_BYTES}
     * @param gradient address of row {@code from}: {@code float[to - from][count]}
     */
    default void denseTileGradient(int count, long columns, Tiles tiles, long lanes, long gradient, int from, int to) {
        long stride = 4L * tiles.width();
        for (int row = from; row < to; row++) {
            for (int k = 0; k < count; k++) {
                long column = Address.getInt(columns + 4L * k);
                float sum = dot(tiles, row * stride, column * stride, lanes);
                Address.setFloat(gradient + 4L * ((long) (row - from) * count + k), sum);
            }
        }
    }

    /**
     * {@code out[r] = Σ_tiles Σ_p output[r][p]} for the rows from … to - 1.
     *
     * @param lanes scratch of {@link #LANE_BYTES}
     * @param out address of {@code float[rows]}
     */
    default void tileSums(Tiles tiles, long lanes, long out, int from, int to) {
        long stride = 4L * tiles.width();
        for (int row = from; row < to; row++) {
            clear(lanes);
            for (int tile = 0; tile < tiles.count(); tile++) {
                long y = Address.getLong(tiles.outputs() + 8L * tile) + row * stride;
                for (long p = 0; p < stride; p += 4) {
                    long lane = lanes + (p & 60);
                    Address.setFloat(lane, Address.getFloat(lane) + Address.getFloat(y + p));
                }
            }
            Address.setFloat(out + 4L * row, Address.tree(lanes));
        }
    }

    private static float dot(Tiles tiles, long row, long column, long lanes) {
        clear(lanes);
        long stride = 4L * tiles.width();
        for (int tile = 0; tile < tiles.count(); tile++) {
            long y = Address.getLong(tiles.outputs() + 8L * tile) + row;
            long x = Address.getLong(tiles.inputs() + 8L * tile) + column;
            for (long p = 0; p < stride; p += 4) {
                long lane = lanes + (p & 60);
                Address.setFloat(
                        lane, Math.fma(Address.getFloat(y + p), Address.getFloat(x + p), Address.getFloat(lane)));
            }
        }
        return Address.tree(lanes);
    }

    private static void clear(long lanes) {
        for (int lane = 0; lane < 16; lane++) {
            Address.setFloat(lanes + 4L * lane, 0f);
        }
    }
}
