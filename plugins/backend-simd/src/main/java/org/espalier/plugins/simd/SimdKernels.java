package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.Memory.setFloat;

import org.espalier.api.backend.AttentionShape;
import org.espalier.api.backend.AttentionTiles;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.Tiles;
import org.espalier.api.graph.Activation;

/** The kernels on vectors of the widest kind the processor has. */
final class SimdKernels implements Kernels {
    @Override
    public void sparseProduct(
            SparseMatrix matrix,
            Panel panel,
            long in,
            long out,
            long bias,
            Activation activation,
            long mask,
            boolean add,
            int from,
            int to) {
        VectorProducts.sparse(matrix, panel, in, out, bias, relu(activation), mask, add, from, to);
    }

    @Override
    public void sparseWeightGradient(
            SparseMatrix matrix, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        SparseSums.weightGradient(matrix, panel, outGradient, in, gradient, from, to);
    }

    @Override
    public void sparseGradients(
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
        LinkGradients.both(transposed, tile, outGradient, in, inGradient, mask, add, fresh, lanes, from, to);
    }

    @Override
    public void laneSums(long lanes, int count, long numbers, boolean add, long gradient) {
        LinkGradients.sums(lanes, count, numbers, add, gradient);
    }

    @Override
    public void toBf16(int features, Panel panel, long plane, long bf16, int from, int to) {
        Bf16Copy.toBf16(features, panel, plane, bf16, from, to);
    }

    @Override
    public void bf16Product(
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
        Bf16Products.product(matrix, panel, bf16, out, bias, relu(activation), mask, add, from, to);
    }

    @Override
    public void bf16WeightGradient(
            SparseMatrix matrix, Panel panel, long outGradient, long bf16, long gradient, int from, int to) {
        Bf16Sums.weightGradient(matrix, panel, outGradient, bf16, gradient, from, to);
    }

    @Override
    public void bf16Gradients(
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
        Bf16Gradients.both(transposed, tile, bf16, in, inGradient, mask, add, fresh, lanes, from, to);
    }

    @Override
    public void denseProduct(
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
            int to) {
        VectorProducts.dense(weight, columns, rows, panel, in, out, bias, relu(activation), mask, add, from, to);
    }

    @Override
    public void denseTransposedProduct(
            long weight,
            int rows,
            int columns,
            Panel panel,
            long outGradient,
            long inGradient,
            long mask,
            boolean add,
            int from,
            int to) {
        VectorProducts.transposed(weight, rows, columns, panel, outGradient, inGradient, mask, add, from, to);
    }

    @Override
    public void packedTileGradient(
            int count,
            long columns,
            Tiles tiles,
            long scratch,
            long gradient,
            int rowFrom,
            int rowTo,
            int columnFrom,
            int columnTo) {
        PackedSums.tileGradient(count, columns, tiles, scratch, gradient, rowFrom, rowTo, columnFrom, columnTo);
    }

    @Override
    public void denseWeightGradient(
            int rows, int columns, Panel panel, long outGradient, long in, long gradient, int from, int to) {
        DenseSums.weightGradient(rows, columns, panel, outGradient, in, gradient, from, to);
    }

    @Override
    public void rowSums(int features, Panel panel, long plane, long out, int from, int to) {
        int stride = 4 * panel.width();
        for (int row = from; row < to; row++) {
            long first = plane + (long) row * stride;
            float sum = Dot.sum(first, stride);
            for (int block = 1; block < panel.blocks(); block++) {
                sum += Dot.sum(first + block * (long) stride * features, stride);
            }
            setFloat(out + 4L * row, sum);
        }
    }

    @Override
    public void activate(Activation activation, long in, long out, long from, long to) {
        VectorElementwise.activate(activation, in, out, from, to);
    }

    @Override
    public void activationGradient(
            Activation activation, long in, long out, long outGradient, long inGradient, long from, long to) {
        VectorElementwise.activationGradient(activation, in, out, outGradient, inGradient, from, to);
    }

    @Override
    public void crossEntropy(
            int classes,
            Panel panel,
            int live,
            long logits,
            long labels,
            float smoothing,
            long losses,
            long gradient,
            int from,
            int to) {
        VectorLosses.crossEntropy(classes, panel, live, logits, labels, smoothing, losses, gradient, from, to);
    }

    @Override
    public void squaredError(
            int features,
            Panel panel,
            int live,
            long predictions,
            long targets,
            long losses,
            long gradient,
            int from,
            int to) {
        VectorLosses.squaredError(features, panel, live, predictions, targets, losses, gradient, from, to);
    }

    @Override
    public void gatheredProduct(
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
        VectorProducts.gathered(weight, count, columns, width, in, out, bias, relu(activation), mask, add, from, to);
    }

    @Override
    public void sparseTileGradient(SparseMatrix matrix, Tiles tiles, long lanes, long gradient, int from, int to) {
        TileSums.sparse(matrix, tiles, lanes, gradient, from, to);
    }

    @Override
    public void denseTileGradient(int count, long columns, Tiles tiles, long lanes, long gradient, int from, int to) {
        TileSums.dense(count, columns, tiles, lanes, gradient, from, to);
    }

    @Override
    public void tileSums(Tiles tiles, long lanes, long out, int from, int to) {
        TileSums.sums(tiles, lanes, out, from, to);
    }

    @Override
    public void add(long a, long b, long out, int floats) {
        VectorPools.add(a, b, out, floats);
    }

    @Override
    public void maximum(long sources, long numbers, int count, long out, long winners, int floats) {
        VectorPools.maximum(sources, numbers, count, out, winners, floats);
    }

    @Override
    public void sumWhereWon(long sources, long winners, long numbers, int count, long out, boolean add, int floats) {
        VectorPools.sumWhereWon(sources, winners, numbers, count, out, add, floats);
    }

    @Override
    public void scaledSum(long sources, int count, float scale, long out, boolean add, int floats) {
        VectorPools.scaledSum(sources, count, scale, out, add, floats);
    }

    @Override
    public void multiply(long a, long b, long out, int floats) {
        VectorElementwise.multiply(a, b, out, 4L * floats);
    }

    @Override
    public void addRow(long in, long row, int features, int width, long out) {
        VectorElementwise.addRow(in, row, features, 4 * width, out);
    }

    @Override
    public void turn(long x, long y, float cos, float sin, long outX, long outY, boolean add, int floats) {
        VectorElementwise.turn(x, y, cos, sin, outX, outY, add, 4L * floats);
    }

    @Override
    public void attend(AttentionShape shape, AttentionTiles tiles, long queryAt, long keyAt, long scratch) {
        VectorAttention.forward(shape, tiles, queryAt, keyAt, scratch);
    }

    @Override
    public void attendGradient(
            AttentionShape shape,
            AttentionTiles tiles,
            AttentionTiles gradients,
            boolean addQueries,
            boolean addKeys,
            boolean addValues,
            long queryAt,
            long keyAt,
            long scratch) {
        VectorAttention.backward(shape, tiles, gradients, addQueries, addKeys, addValues, queryAt, keyAt, scratch);
    }

    @Override
    public void lstm(long i, long f, long g, long before, long cell, int floats) {
        VectorCells.lstm(i, f, g, before, cell, 4L * floats);
    }

    @Override
    public void lstmGradient(long i, long f, long g, long o, long before, long t, long slope, long carry, int floats) {
        VectorCells.lstmGradient(i, f, g, o, before, t, slope, carry, 4L * floats);
    }

    @Override
    public void gruCandidate(long r, long h, long n, int floats) {
        VectorCells.gruCandidate(r, h, n, 4L * floats);
    }

    @Override
    public void gru(long z, long n, long before, long out, int floats) {
        VectorCells.gru(z, n, before, out, 4L * floats);
    }

    @Override
    public void gruGradient(long r, long z, long h, long n, long before, long slope, long carry, int floats) {
        VectorCells.gruGradient(r, z, h, n, before, slope, carry, 4L * floats);
    }

    public void squareSums(Tiles tiles, int live, long centres, long lanes, long sums, int from, int to) {
        FeatureNorms.squares(tiles, live, centres, lanes, sums, from, to);
    }

    @Override
    public void productSums(Tiles tiles, long centres, long lanes, long sums, int from, int to) {
        FeatureNorms.products(tiles, centres, lanes, sums, from, to);
    }

    @Override
    public void unitSums(Tiles tiles, long statistics, long lanes, long sums, int from, int to) {
        FeatureNorms.units(tiles, statistics, lanes, sums, from, to);
    }

    @Override
    public void normalize(long in, long centres, long scales, long shifts, long out, int width, int from, int to) {
        FeatureNorms.normalize(in, centres, scales, shifts, out, width, from, to);
    }

    @Override
    public void normalizeGradient(
            long in,
            long gradient,
            long centres,
            long factors,
            long slopes,
            long offsets,
            long out,
            int width,
            int live,
            boolean add,
            int from,
            int to) {
        FeatureNorms.gradient(in, gradient, centres, factors, slopes, offsets, out, width, live, add, from, to);
    }

    @Override
    public void positionStatistics(long in, int features, int width, boolean centred, float epsilon, long statistics) {
        PositionNorms.statistics(in, features, width, centred, epsilon, statistics);
    }

    @Override
    public void normalizePositions(
            long in, long statistics, long scales, long shifts, long out, int features, int width) {
        PositionNorms.normalize(in, statistics, scales, shifts, out, features, width);
    }

    @Override
    public void normalizePositionsGradient(
            long in,
            long gradient,
            long statistics,
            long scales,
            long out,
            int features,
            int width,
            boolean centred,
            boolean add) {
        PositionNorms.gradient(in, gradient, statistics, scales, out, features, width, centred, add);
    }

    @Override
    public void dropout(
            long key, long first, long stride, int kept, float scale, long in, long out, boolean add, int floats) {
        VectorNoise.dropout(key, first, stride, kept, scale, in, out, add, floats);
    }

    private static boolean relu(Activation activation) {
        return switch (activation) {
            case NONE -> false;
            case RELU -> true;
            case LEAKY_RELU, TANH, SIGMOID, SILU, GELU, ELU, SOFTPLUS ->
                throw new IllegalArgumentException("products are fused with NONE or RELU, was " + activation);
        };
    }
}
