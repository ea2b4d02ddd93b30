package org.espalier.api.backend;

import org.espalier.api.graph.Activation;

/**
 * Products with links that read a copy of a plane in which every value was rounded to bfloat16, the upper half of a float:
 * the rows that links fetch are half as many bytes. Values of links, sums and gradients are floats, and what a half stands for
 * is a float exactly, so the order of arithmetic is that of {@link Kernels}. What stands here is the reference that backends
 * repeat bit by bit.
 *
 * <p>Such a copy is {@code int[blocks][features][stretches][16]} of {@link Panel#bf16Stride} bytes a feature. A stretch is
 * 32 positions: word i holds position i in its lower 16 bits and position i + 16 in its upper ones, so one vector of words
 * becomes two vectors of floats by a shift and by a mask. The upper bits of a last stretch of 16 positions are 0.
 */
public interface Bf16Kernels {
    /**
     * Copies the features from … to - 1 of every block. Values are rounded to nearest, ties to even; what is not nearer to the
     * largest bfloat16 than to 2^128 becomes infinite, and NaN stays NaN: its upper half, made quiet.
     *
     * @param plane address of the floats
     * @param bf16 address of {@code panel.bf16Bytes(features)} bytes
     */
    default void toBf16(int features, Panel panel, long plane, long bf16, int from, int to) {
        int width = panel.width();
        for (int block = 0; block < panel.blocks(); block++) {
            for (int feature = from; feature < to; feature++) {
                long row = (long) block * features + feature;
                long x = plane + 4L * width * row;
                long words = bf16 + panel.bf16Stride() * row;
                for (int p = 0; p < width; p += 32) {
                    for (int i = p; i < p + 16; i++) {
                        int low = Bf16.of(Address.getInt(x + 4L * i));
                        int high = p + 16 < width ? Bf16.of(Address.getInt(x + 4L * i + 64)) : 0;
                        Address.setInt(words + 2L * p + 4L * (i - p), high << 16 | low);
                    }
                }
            }
        }
    }

    /**
     * {@code out[r][p] = act(start + Σ_k values[k] · in[column(k)][p])} for the rows from … to - 1; the other parameters are
     * those of {@link LinkKernels#sparseProduct}.
     *
     * @param bf16 copy of a plane of {@code matrix.columns()} features
     */
    default void bf16Product(
            SparseMatrix matrix,
            Panel panel,
            long bf16,
            long out,
            long bias,
            Activation activation,
            long mask,
            boolean add,
            int from,
            int to) {
        long stride = panel.bf16Stride();
        for (int block = 0; block < panel.blocks(); block++) {
            long in = bf16 + stride * block * matrix.columns();
            for (int row = from; row < to; row++) {
                long place = 4L * panel.width() * ((long) block * matrix.rows() + row);
                if (!add) {
                    Bf16.fill(out + place, panel.width(), bias == 0 ? 0f : Address.getFloat(bias + 4L * row));
                }
                int end = Address.getInt(matrix.rowStarts() + 4L * row + 4);
                for (int k = Address.getInt(matrix.rowStarts() + 4L * row); k < end; k++) {
                    long x = in + stride * Address.getInt(matrix.columnIndices() + 4L * k);
                    Bf16.add(Address.getFloat(matrix.values() + 4L * k), x, panel.width(), out + place);
                }
                boolean relu = activation == Activation.RELU;
                Bf16.finish(out + place, panel.width(), relu, mask == 0 ? 0 : mask + place);
            }
        }
    }

    /**
     * {@code gradient[k] = Σ_p outGradient[row(k)][p] · in[column(k)][p]} for all links of the rows from … to - 1.
     *
     * @param outGradient plane of {@code matrix.rows()} features, in floats
     * @param bf16 copy of a plane of {@code matrix.columns()} features
     * @param gradient address of {@code float[links]}
     */
    default void bf16WeightGradient(
            SparseMatrix matrix, Panel panel, long outGradient, long bf16, long gradient, int from, int to) {
        for (int block = 0; block < panel.blocks(); block++) {
            long in = bf16 + panel.bf16Stride() * block * matrix.columns();
            long slopes = outGradient + 4L * panel.width() * block * matrix.rows();
            for (int row = from; row < to; row++) {
                int end = Address.getInt(matrix.rowStarts() + 4L * row + 4);
                for (int k = Address.getInt(matrix.rowStarts() + 4L * row); k < end; k++) {
                    long x = in + panel.bf16Stride() * Address.getInt(matrix.columnIndices() + 4L * k);
                    float sum = Bf16.dot(slopes + 4L * panel.width() * row, x, panel.width());
                    long place = gradient + 4L * k;
                    Address.setFloat(place, block > 0 ? Address.getFloat(place) + sum : sum);
                }
            }
        }
    }

    /**
     * Both gradients of links, as {@link LinkKernels#sparseGradients} gives them, of which the rows of the output's gradient
     * that links fetch are bfloat16. The row of the input, which stays in registers while they pass, is floats.
     *
     * @param bf16 copy of the tile's gradient of the output, of {@code transposed.columns()} features
     * @param in address of {@code float[rows][width]}
     * @param inGradient address of {@code float[rows][width]}
     * @param mask like {@code in}, or 0: where it is not greater than 0, the input's gradient is +0
     * @param add whether to start from what {@code inGradient} holds
     * @param fresh whether lanes start at +0, or else from what they hold
     * @param lanes address of 16 floats for each link of the rows
     */
    default void bf16Gradients(
            SparseMatrix transposed,
            Panel tile,
            long bf16,
            long in,
            long inGradient,
            long mask,
            boolean add,
            boolean fresh,
            long lanes,
            int from,
            int to) {
        bf16Product(transposed, tile, bf16, inGradient, 0, Activation.NONE, mask, add, from, to);
        long lane = lanes;
        for (int row = from; row < to; row++) {
            long x = in + 4L * tile.width() * row;
            int end = Address.getInt(transposed.rowStarts() + 4L * row + 4);
            for (int k = Address.getInt(transposed.rowStarts() + 4L * row); k < end; k++) {
                long g = bf16 + tile.bf16Stride() * Address.getInt(transposed.columnIndices() + 4L * k);
                for (int l = 0; l < 16; l++) {
                    float begun = fresh ? 0f : Address.getFloat(lane);
                    Address.setFloat(lane, Bf16.lane(x, g, tile.width(), l, begun));
                    lane += 4;
                }
            }
        }
    }
}
