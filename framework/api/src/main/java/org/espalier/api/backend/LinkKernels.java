package org.espalier.api.backend;

import org.espalier.api.graph.Activation;

/**
 * Products with links, and their gradients: each alone, and both together, which read the same rows of the output's gradient.
 * What stands here of the latter is the reference that backends repeat bit by bit.
 *
 * <p>The weight gradient of a link is a sum over tiles (or over the positions of one block) by 16 lanes, as {@link Kernels}
 * and {@link TileKernels} define it. The lanes lie in memory from one tile to the next.
 */
public interface LinkKernels {
    /**
     * {@code out[r][p] = act(start + Σ_k values[k] · in[column(k)][p])} for the rows from … to - 1.
     *
     * @param in plane of {@code matrix.columns()} features
     * @param out plane of {@code matrix.rows()} features
     * @param bias address of {@code float[rows]}, or 0
     * @param activation NONE or RELU
     * @param mask plane like {@code out}, or 0: where it is not greater than 0, the result is +0
     * @param add whether to start from what {@code out} holds; then bias is 0
     */
    void sparseProduct(
            SparseMatrix matrix,
            Panel panel,
            long in,
            long out,
            long bias,
            Activation activation,
            long mask,
            boolean add,
            int from,
            int to);

    /**
     * {@code gradient[k] = Σ_p outGradient[row(k)][p] · in[column(k)][p]} for all links of the rows from … to - 1.
     *
     * @param gradient address of {@code float[links]}
     */
    void sparseWeightGradient(
            SparseMatrix matrix, Panel panel, long outGradient, long in, long gradient, int from, int to);

    /**
     * For one tile and the rows from … to - 1, which are features of the input: {@code inGradient[r][p] = start + Σ_k
     * values[k] · outGradient[column(k)][p]}, and for each of their links, with the lane p mod 16 and ascending p,
     * {@code lanes[k - k0][p] += in[r][p] · outGradient[column(k)][p]} by fma, where k0 is the first link of the row
     * {@code from}.
     *
     * @param transposed rows are features of the input, columns those of the output
     * @param tile one block of positions
     * @param outGradient address of the tile's gradient of the output, {@code float[columns][width]}
     * @param in address of {@code float[rows][width]}
     * @param inGradient address of {@code float[rows][width]}
     * @param mask like {@code in}, or 0: where it is not greater than 0, the input's gradient is +0
     * @param add whether to start from what {@code inGradient} holds
     * @param fresh whether lanes start at +0, or else from what they hold
     * @param lanes address of 16 floats for each link of the rows
     */
    default void sparseGradients(
            SparseMatrix transposed,
            Panel tile,
            long outGradient,
            long in,
            long inGradient,
            long mask,
            boolean add,
            boolean fresh,
            long lanes,
            int from,
            int to) {
        sparseProduct(transposed, tile, outGradient, inGradient, 0, Activation.NONE, mask, add, from, to);
        long stride = 4L * tile.width();
        long lane = lanes;
        for (int row = from; row < to; row++) {
            int end = Address.getInt(transposed.rowStarts() + 4L * row + 4);
            for (int k = Address.getInt(transposed.rowStarts() + 4L * row); k < end; k++) {
                long column = Address.getInt(transposed.columnIndices() + 4L * k);
                Address.lanes(in + row * stride, outGradient + column * stride, stride, fresh, lane);
                lane += 64;
            }
        }
    }

    /**
     * {@code gradient[numbers[i]] = start + tree(lanes[i])}: the trees over the lanes of so many links.
     *
     * @param lanes address of {@code float[count][16]}
     * @param numbers address of {@code int[count]}: which link each is
     * @param add whether to start from what {@code gradient} holds
     */
    default void laneSums(long lanes, int count, long numbers, boolean add, long gradient) {
        for (int i = 0; i < count; i++) {
            long place = gradient + 4L * Address.getInt(numbers + 4L * i);
            float sum = Address.tree(lanes + 64L * i);
            Address.setFloat(place, add ? Address.getFloat(place) + sum : sum);
        }
    }
}
