package org.espalier.api.backend;

import org.espalier.api.graph.Activation;

/**
 * The arithmetic of training on native memory. Every {@code long} is an address (0 where a method says so); nothing is
 * checked here, the engine checks shapes and indices once when it binds them. Methods allocate nothing.
 *
 * <p><b>The order of arithmetic is part of the contract</b>, so all backends give the same bits:
 *
 * <ul>
 *   <li>A product element is a chain of {@code fma(weight, input, sum)} over the inputs in ascending order, started from
 *       the bias (or the existing output, or +0).
 *   <li>A sum over positions is taken block by block: 16 lanes, lane l starting at +0 and taking positions l, l + 16, … of
 *       the block in order by fma (or add); then the tree {@code s[l] + s[l + 8]} for l &lt; 8, {@code + s[l + 4]},
 *       {@code + s[l + 2]}, {@code + s[l + 1]}. The sums of the blocks are added in order, starting with the first.
 *       The gradient of a weight that is stored densely is one chain instead: see {@link PackedKernels}.
 *   <li>Transcendental functions are those of {@link DefinedMath}; silu is {@code x · sigmoid(x)}, gelu {@code x · normal(x)}.
 *   <li>RELU is {@code x <= 0 ? +0 : x} and LEAKY_RELU {@code x > 0 ? x : x / 100}, so NaN stays NaN. With g the gradient
 *       and y the output, gradients are {@code x > 0 ? g : +0}; {@code x > 0 ? g : g / 100}; {@code g · fma(-y, y, 1)} for
 *       TANH; {@code g · (y · (1 - y))} for SIGMOID; {@code g · (s · fma(x, 1 - s, 1))}, s = sigmoid(x), for SILU;
 *       {@code g · fma(x, density(x), normal(x))} for GELU.
 * </ul>
 *
 * <p>Methods with {@code from} and {@code to} do that range only, so the engine can divide work among threads; ranges of
 * one call never overlap.
 */
public interface Kernels
        extends LinkKernels,
                Bf16Kernels,
                PackedKernels,
                TileKernels,
                ElementKernels,
                PoolKernels,
                NormKernels,
                NoiseKernels,
                TokenKernels,
                AttentionKernels,
                RecurrentKernels,
                GraphKernels,
                SelectKernels,
                FunctionKernels,
                PositionKernels,
                LossKernels {
    /**
     * {@code out[r][p] = act(start + Σ_c weight[r][c] · in[c][p])} for the rows from … to - 1; parameters as for
     * {@link #sparseProduct}.
     *
     * @param weight address of {@code float[rows][columns]}
     */
    void denseProduct(
            long weight,
            int rows,
            int columns,
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
     * {@code inGradient[c][p] = start + Σ_r weight[r][c] · outGradient[r][p]} for the columns from … to - 1.
     *
     * @param mask plane of {@code columns} features, or 0: where it is not greater than 0, the result is +0
     * @param add whether to start from what {@code inGradient} holds
     */
    void denseTransposedProduct(
            long weight,
            int rows,
            int columns,
            Panel panel,
            long outGradient,
            long inGradient,
            long mask,
            boolean add,
            int from,
            int to);

    /**
     * {@code gradient[r][c] = Σ_p outGradient[r][p] · in[c][p]} for the rows from … to - 1. For the tiles of
     * gradient growth; that of a dense weight is {@link #packedTileGradient}.
     *
     * @param gradient address of row {@code from}: {@code float[to - from][columns]}
     */
    void denseWeightGradient(
            int rows, int columns, Panel panel, long outGradient, long in, long gradient, int from, int to);

    /**
     * {@code out[r] = Σ_p plane[r][p]} for the rows from … to - 1.
     *
     * @param features features of the plane
     * @param out address of {@code float[features]}
     */
    void rowSums(int features, Panel panel, long plane, long out, int from, int to);

    /**
     * {@code out[i] = f(in[i])} for floats from … to - 1; multiples of 16. {@code out} is not {@code in}.
     */
    void activate(Activation activation, long in, long out, long from, long to);

    /**
     * {@code inGradient[i] = outGradient[i] · f'(in[i])} for floats from … to - 1; multiples of 16. {@code inGradient}
     * may be {@code outGradient}.
     *
     * @param in the inputs of the activation
     * @param out its outputs
     */
    void activationGradient(
            Activation activation, long in, long out, long outGradient, long inGradient, long from, long to);
}
