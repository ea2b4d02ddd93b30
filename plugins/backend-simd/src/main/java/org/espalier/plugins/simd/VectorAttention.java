package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.AttentionRows.LINE;
import static org.espalier.plugins.simd.Memory.getLong;

import org.espalier.api.backend.AttentionShape;
import org.espalier.api.backend.AttentionTiles;

/**
 * Attention by four queries at a time on packed copies: the tiles of positions lie a power of two apart and would share few
 * sets of the caches, copies with an odd number of lines a key do not. Where the four queries see different keys, those that
 * all see come first.
 */
final class VectorAttention {
    private VectorAttention() {}

    // ---- places in the scratch: tables of keys, four rows of features, four rows of scores

    private static int pitch(AttentionShape shape) {
        return LINE * (shape.size() | 1);
    }

    private static long table(AttentionShape shape) {
        return (long) pitch(shape) * shape.keys();
    }

    private static long features(AttentionShape shape) {
        return 4L * LINE * shape.size();
    }

    private static long scores(AttentionShape shape) {
        return 4L * LINE * shape.keys();
    }

    private static long values(AttentionShape shape, long scratch) {
        return scratch + table(shape);
    }

    private static long queries(AttentionShape shape, long scratch) {
        return scratch + 2 * table(shape);
    }

    private static long outs(AttentionShape shape, long scratch) {
        return queries(shape, scratch) + features(shape);
    }

    private static long weights(AttentionShape shape, long scratch) {
        return outs(shape, scratch) + features(shape);
    }

    private static long sums(AttentionShape shape, long scratch) {
        return weights(shape, scratch) + scores(shape);
    }

    private static long factors(AttentionShape shape, long scratch) {
        return sums(shape, scratch) + 4L * LINE;
    }

    private static long slopes(AttentionShape shape, long scratch) {
        return factors(shape, scratch) + scores(shape);
    }

    private static long keySums(AttentionShape shape, long scratch) {
        return slopes(shape, scratch) + features(shape);
    }

    private static long valueSums(AttentionShape shape, long scratch) {
        return keySums(shape, scratch) + table(shape);
    }

    // ---- the passes

    /** See {@link org.espalier.api.backend.AttentionKernels#attend}. */
    static void forward(AttentionShape shape, AttentionTiles tiles, long queryAt, long keyAt, long scratch) {
        packKeys(shape, tiles, keyAt, scratch);
        for (int head = 0; head < shape.heads(); head++) {
            long at = queryAt + 4L * head * shape.size() * shape.width();
            for (int t = 0; t < shape.queries(); t += 4) {
                forward(shape, tiles, at, t, scratch);
            }
        }
    }

    /** See {@link org.espalier.api.backend.AttentionKernels#attendGradient}. */
    static void backward(
            AttentionShape shape,
            AttentionTiles tiles,
            AttentionTiles gradients,
            boolean addQueries,
            boolean addKeys,
            boolean addValues,
            long queryAt,
            long keyAt,
            long scratch) {
        packKeys(shape, tiles, keyAt, scratch);
        AttentionRows.clear(keySums(shape, scratch), 2 * table(shape));
        for (int head = 0; head < shape.heads(); head++) {
            long at = queryAt + 4L * head * shape.size() * shape.width();
            for (int t = 0; t < shape.queries(); t += 4) {
                backward(shape, tiles, gradients, addQueries, at, t, scratch);
            }
        }
        unpackKeys(shape, keySums(shape, scratch), gradients.keys(), keyAt, addKeys);
        unpackKeys(shape, valueSums(shape, scratch), gradients.values(), keyAt, addValues);
    }

    private static void packKeys(AttentionShape shape, AttentionTiles tiles, long keyAt, long scratch) {
        int stride = 4 * shape.width();
        long values = values(shape, scratch);
        for (int s = 0; s < shape.keys(); s++) {
            long place = (long) s * pitch(shape);
            AttentionRows.pack(getLong(tiles.keys() + 8L * s) + keyAt, stride, shape.size(), scratch + place);
            AttentionRows.pack(getLong(tiles.values() + 8L * s) + keyAt, stride, shape.size(), values + place);
        }
    }

    private static void unpackKeys(AttentionShape shape, long table, long tiles, long keyAt, boolean add) {
        for (int s = 0; tiles != 0 && s < shape.keys(); s++) {
            long packed = table + (long) s * pitch(shape);
            AttentionRows.unpack(packed, shape.size(), getLong(tiles + 8L * s) + keyAt, 4 * shape.width(), add);
        }
    }

    private static int count(AttentionShape shape, int query) {
        return Math.min(4, shape.queries() - query);
    }

    /** Where row i of four stands. */
    private static long row(long rows, int i, int lines) {
        return rows + (long) LINE * lines * i;
    }

    private static void packRows(AttentionShape shape, long table, long at, int query, long rows) {
        for (int i = 0; i < count(shape, query); i++) {
            long tile = getLong(table + 8L * (query + i)) + at;
            AttentionRows.pack(tile, 4 * shape.width(), shape.size(), row(rows, i, shape.size()));
        }
    }

    private static void forward(AttentionShape shape, AttentionTiles tiles, long at, int query, long scratch) {
        packRows(shape, tiles.queries(), at, query, queries(shape, scratch));
        exponentials(shape, query, scratch);
        long outs = outs(shape, scratch);
        sumOver(shape, values(shape, scratch), weights(shape, scratch), query, outs);
        for (int i = 0; i < count(shape, query); i++) {
            long out = row(outs, i, shape.size());
            AttentionRows.divide(out, shape.size(), sums(shape, scratch) + (long) LINE * i);
            long tile = getLong(tiles.out() + 8L * (query + i)) + at;
            AttentionRows.unpack(out, shape.size(), tile, 4 * shape.width(), false);
        }
    }

    private static void backward(
            AttentionShape shape,
            AttentionTiles tiles,
            AttentionTiles gradients,
            boolean add,
            long at,
            int query,
            long scratch) {
        long queries = queries(shape, scratch);
        long outs = outs(shape, scratch);
        long weights = weights(shape, scratch);
        long factors = factors(shape, scratch);
        packRows(shape, tiles.queries(), at, query, queries);
        packRows(shape, gradients.out(), at, query, outs);
        exponentials(shape, query, scratch);
        dots(shape, outs, values(shape, scratch), query, factors);
        for (int i = 0; i < count(shape, query); i++) {
            long p = row(weights, i, shape.keys());
            int seen = shape.visible(query + i);
            AttentionRows.divide(p, seen, sums(shape, scratch) + (long) LINE * i);
            AttentionRows.slopes(p, row(factors, i, shape.keys()), seen, shape.scale());
        }
        spread(shape, factors, queries, query, keySums(shape, scratch));
        spread(shape, weights, outs, query, valueSums(shape, scratch));
        if (gradients.queries() != 0) {
            querySlopes(shape, gradients.queries(), add, at, query, scratch);
        }
    }

    private static void querySlopes(AttentionShape shape, long table, boolean add, long at, int query, long scratch) {
        long slopes = slopes(shape, scratch);
        sumOver(shape, scratch, factors(shape, scratch), query, slopes);
        for (int i = 0; i < count(shape, query); i++) {
            long tile = getLong(table + 8L * (query + i)) + at;
            AttentionRows.unpack(row(slopes, i, shape.size()), shape.size(), tile, 4 * shape.width(), add);
        }
    }

    /** The exponentials of the scores of four queries, and their sums. */
    private static void exponentials(AttentionShape shape, int query, long scratch) {
        long weights = weights(shape, scratch);
        dots(shape, queries(shape, scratch), scratch, query, weights);
        for (int i = 0; i < count(shape, query); i++) {
            long row = row(weights, i, shape.keys());
            long sum = sums(shape, scratch) + (long) LINE * i;
            AttentionRows.exponentials(row, shape.visible(query + i), shape.scale(), sum);
        }
    }

    private static void dots(AttentionShape shape, long rows, long table, int query, long out) {
        int n = count(shape, query);
        AttentionSums.dots(
                rows,
                features(shape) / 4,
                n,
                table,
                pitch(shape),
                shape.visible(query + n - 1),
                shape.size(),
                out,
                scores(shape) / 4);
    }

    /** Sums over the keys of a table, weighted for four queries. */
    private static void sumOver(AttentionShape shape, long table, long rows, int query, long out) {
        AttentionSums.weighted(
                rows,
                scores(shape) / 4,
                count(shape, query),
                table,
                pitch(shape),
                shape.visible(query),
                shape.causal(),
                shape.size(),
                out,
                features(shape) / 4);
    }

    /** Adds to every key of a table what four queries give it. */
    private static void spread(AttentionShape shape, long rows, long from, int query, long table) {
        AttentionSums.spread(
                rows,
                scores(shape) / 4,
                from,
                features(shape) / 4,
                count(shape, query),
                shape.visible(query),
                shape.causal(),
                shape.size(),
                table,
                pitch(shape));
    }
}
