package org.espalier.api.backend;

/**
 * Attention of 16 examples in the heads that share a key head. What stands here is the reference that backends repeat bit
 * by bit; all sums run over ascending features, keys, heads and queries, by fma (or add) from +0.
 *
 * <p>Of a query and the keys it sees: {@code score_s = (Σ_d q_d k_sd) · scale}, m the maximum of the scores,
 * {@code e_s = exp(score_s - m)}, {@code sum = Σ_s e_s} and {@code out_d = (Σ_s e_s v_sd) / sum}. With g the gradient of
 * out: {@code p_s = e_s / sum}, {@code a_s = Σ_d g_d v_sd}, {@code mean = Σ_s p_s a_s},
 * {@code c_s = (p_s · (a_s - mean)) · scale}; the gradients are {@code Σ_s c_s k_sd} for the query, and over heads, then
 * queries, {@code Σ c_s q_d} for a key and {@code Σ p_s g_d} for a value.
 */
public interface AttentionKernels {
    /**
     * Computes {@code out}.
     *
     * @param queryAt bytes from the begin of a query's tile (and of an output's) to the first feature of the first head,
     *     first example
     * @param keyAt bytes from the begin of a key's tile (and of a value's) to the first feature of the head, first example
     * @param scratch of {@link AttentionShape#scratchBytes}
     */
    default void attend(AttentionShape shape, AttentionTiles tiles, long queryAt, long keyAt, long scratch) {
        long feature = 4L * shape.width();
        for (int lane = 0; lane < 16; lane++) {
            long keyLane = keyAt + 4L * lane;
            for (int head = 0; head < shape.heads(); head++) {
                long at = queryAt + 4L * lane + head * shape.size() * feature;
                for (int t = 0; t < shape.queries(); t++) {
                    float sum = exponentials(shape, tiles, t, at, keyLane, scratch);
                    long out = Address.getLong(tiles.out() + 8L * t) + at;
                    for (int d = 0; d < shape.size(); d++) {
                        float total = weighted(scratch, shape.visible(t), tiles.values(), keyLane + d * feature);
                        Address.setFloat(out + d * feature, total / sum);
                    }
                }
            }
        }
    }

    /**
     * Computes the gradients that {@code gradients} has tables for; of queries, keys and values in this order they are
     * added to what is there where {@code adds} says so.
     *
     * @param gradients {@code out} holds the gradient of the output
     */
    default void attendGradient(
            AttentionShape shape,
            AttentionTiles tiles,
            AttentionTiles gradients,
            boolean addQueries,
            boolean addKeys,
            boolean addValues,
            long queryAt,
            long keyAt,
            long scratch) {
        long feature = 4L * shape.width();
        long rows = 4L * shape.keys();
        long keySums = scratch + 2 * rows;
        long valueSums = keySums + rows * shape.size();
        for (int lane = 0; lane < 16; lane++) {
            for (long i = keySums; i < valueSums + rows * shape.size(); i += 4) {
                Address.setFloat(i, 0f);
            }
            long keyLane = keyAt + 4L * lane;
            for (int head = 0; head < shape.heads(); head++) {
                long at = queryAt + 4L * lane + head * shape.size() * feature;
                for (int t = 0; t < shape.queries(); t++) {
                    slopes(shape, tiles, gradients, t, at, keyLane, scratch);
                    int seen = shape.visible(t);
                    for (int d = 0; d < shape.size(); d++) {
                        long in = at + d * feature;
                        long sums = 4L * d * shape.keys();
                        spread(scratch + rows, seen, Address.getLong(tiles.queries() + 8L * t) + in, keySums + sums);
                        spread(scratch, seen, Address.getLong(gradients.out() + 8L * t) + in, valueSums + sums);
                        if (gradients.queries() != 0) {
                            float slope = weighted(scratch + rows, seen, tiles.keys(), keyLane + d * feature);
                            put(Address.getLong(gradients.queries() + 8L * t) + in, slope, addQueries);
                        }
                    }
                }
            }
            collect(shape, keySums, gradients.keys(), keyLane, addKeys);
            collect(shape, valueSums, gradients.values(), keyLane, addValues);
        }
    }

    /** Puts the exponentials of a query's scores at an address, and gives their sum. */
    private static float exponentials(
            AttentionShape shape, AttentionTiles tiles, int query, long at, long keyLane, long row) {
        long q = Address.getLong(tiles.queries() + 8L * query) + at;
        int seen = shape.visible(query);
        float max = 0f;
        for (int s = 0; s < seen; s++) {
            float score = dot(shape, q, Address.getLong(tiles.keys() + 8L * s) + keyLane) * shape.scale();
            max = s == 0 ? score : Math.max(max, score);
            Address.setFloat(row + 4L * s, score);
        }
        float sum = 0f;
        for (int s = 0; s < seen; s++) {
            float e = DefinedMath.exp(Address.getFloat(row + 4L * s) - max);
            Address.setFloat(row + 4L * s, e);
            sum += e;
        }
        return sum;
    }

    /** Puts a query's p_s and, a row later, its c_s at an address. */
    private static void slopes(
            AttentionShape shape,
            AttentionTiles tiles,
            AttentionTiles gradients,
            int query,
            long at,
            long keyLane,
            long row) {
        float sum = exponentials(shape, tiles, query, at, keyLane, row);
        long g = Address.getLong(gradients.out() + 8L * query) + at;
        long second = row + 4L * shape.keys();
        int seen = shape.visible(query);
        float mean = 0f;
        for (int s = 0; s < seen; s++) {
            float p = Address.getFloat(row + 4L * s) / sum;
            float a = dot(shape, g, Address.getLong(tiles.values() + 8L * s) + keyLane);
            mean = Math.fma(p, a, mean);
            Address.setFloat(row + 4L * s, p);
            Address.setFloat(second + 4L * s, a);
        }
        for (int s = 0; s < seen; s++) {
            float p = Address.getFloat(row + 4L * s);
            float a = Address.getFloat(second + 4L * s);
            Address.setFloat(second + 4L * s, p * (a - mean) * shape.scale());
        }
    }

    private static float dot(AttentionShape shape, long a, long b) {
        long feature = 4L * shape.width();
        float sum = 0f;
        for (int d = 0; d < shape.size(); d++) {
            sum = Math.fma(Address.getFloat(a + d * feature), Address.getFloat(b + d * feature), sum);
        }
        return sum;
    }

    private static float weighted(long weights, int count, long table, long at) {
        float sum = 0f;
        for (int s = 0; s < count; s++) {
            float x = Address.getFloat(Address.getLong(table + 8L * s) + at);
            sum = Math.fma(Address.getFloat(weights + 4L * s), x, sum);
        }
        return sum;
    }

    private static void spread(long weights, int count, long from, long sums) {
        float x = Address.getFloat(from);
        for (int s = 0; s < count; s++) {
            float sum = Address.getFloat(sums + 4L * s);
            Address.setFloat(sums + 4L * s, Math.fma(Address.getFloat(weights + 4L * s), x, sum));
        }
    }

    private static void collect(AttentionShape shape, long sums, long table, long at, boolean add) {
        for (int d = 0; table != 0 && d < shape.size(); d++) {
            for (int s = 0; s < shape.keys(); s++) {
                float sum = Address.getFloat(sums + 4L * ((long) d * shape.keys() + s));
                put(Address.getLong(table + 8L * s) + at + 4L * d * shape.width(), sum, add);
            }
        }
    }

    private static void put(long address, float value, boolean add) {
        Address.setFloat(address, add ? Address.getFloat(address) + value : value);
    }
}
