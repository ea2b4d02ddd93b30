package org.espalier.api.backend;

/**
 * Maxima and sums of several stretches of floats, element by element: pools take the tiles under a window. What stands here
 * is the reference. Lengths are multiples of 16 floats.
 */
public interface PoolKernels {
    /**
     * {@code out[i]} is the largest of {@code sources[s][i]}, the first of equal ones, NaN if one is; {@code winners[i]}
     * is the number of that source.
     *
     * @param sources address of {@code long[count]}: the address of each source
     * @param numbers address of {@code int[count]}: the number of each source
     * @param count at least 1
     * @param winners address of {@code int[floats]}
     */
    default void maximum(long sources, long numbers, int count, long out, long winners, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            float best = Address.getFloat(Address.getLong(sources) + p);
            int winner = Address.getInt(numbers);
            for (int s = 1; s < count; s++) {
                float x = Address.getFloat(Address.getLong(sources + 8L * s) + p);
                if (x > best || Float.isNaN(x)) {
                    best = x;
                    winner = Address.getInt(numbers + 4L * s);
                }
            }
            Address.setFloat(out + p, best);
            Address.setInt(winners + p, winner);
        }
    }

    /**
     * {@code out[i] = start + Σ_s (winners[s][i] == numbers[s] ? sources[s][i] : +0)} in the order of the sources.
     *
     * @param sources address of {@code long[count]}: the address of each source
     * @param winners address of {@code long[count]}: the address of {@code int[floats]} for each source
     * @param numbers address of {@code int[count]}
     * @param add whether to start from what {@code out} holds, or from +0
     */
    default void sumWhereWon(long sources, long winners, long numbers, int count, long out, boolean add, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            float sum = add ? Address.getFloat(out + p) : 0f;
            for (int s = 0; s < count; s++) {
                int winner = Address.getInt(Address.getLong(winners + 8L * s) + p);
                float x = Address.getFloat(Address.getLong(sources + 8L * s) + p);
                sum += winner == Address.getInt(numbers + 4L * s) ? x : 0f;
            }
            Address.setFloat(out + p, sum);
        }
    }

    /**
     * {@code out[i] = start + scale · Σ_s sources[s][i]}: the sum in the order of the sources, from +0, then
     * {@code fma(scale, sum, start)}.
     *
     * @param sources address of {@code long[count]}: the address of each source
     * @param add whether start is what {@code out} holds, or +0
     */
    default void scaledSum(long sources, int count, float scale, long out, boolean add, int floats) {
        for (long p = 0; p < 4L * floats; p += 4) {
            float sum = 0f;
            for (int s = 0; s < count; s++) {
                sum += Address.getFloat(Address.getLong(sources + 8L * s) + p);
            }
            Address.setFloat(out + p, Math.fma(scale, sum, add ? Address.getFloat(out + p) : 0f));
        }
    }
}
