package org.espalier.plugins.simd;

import static org.espalier.plugins.simd.AttentionRows.LINE;
import static org.espalier.plugins.simd.Memory.BYTES;
import static org.espalier.plugins.simd.Memory.FLOATS;
import static org.espalier.plugins.simd.Memory.load;
import static org.espalier.plugins.simd.Memory.store;

import jdk.incubator.vector.FloatVector;

/**
 * Products of up to four packed rows with a packed table {@code [keys][pitch]}: 8 chains of fma that hide each other's
 * latency. A row, key or feature beyond the last repeats the last one and writes the same. Row i may see i keys more than the
 * first. The methods are long so that none becomes a part of another: what vectors do would then be too deep for the compiler.
 */
final class AttentionSums {
    private AttentionSums() {}

    /**
     * {@code out_i[s] = Σ_d a_i[d] · table[s][d]} for the keys 0 … keys - 1.
     *
     * @param a rows of features, so many bytes apart
     * @param rows how many, 1 to 4
     * @param pitch bytes from one key to the next
     * @param out rows of keys, so many bytes apart
     */
    static void dots(long a, long aRow, int rows, long table, int pitch, int keys, int size, long out, long outRow) {
        long second = rows > 1 ? 1 : 0;
        long third = rows > 2 ? 2 : second;
        long fourth = rows > 3 ? 3 : third;
        for (int s = 0; s < keys; s += 2) {
            int next = s + 1 < keys ? 1 : 0;
            for (int shift = 0; shift < LINE; shift += BYTES) {
                FloatVector s00 = FloatVector.zero(FLOATS);
                FloatVector s01 = s00;
                FloatVector s10 = s00;
                FloatVector s11 = s00;
                FloatVector s20 = s00;
                FloatVector s21 = s00;
                FloatVector s30 = s00;
                FloatVector s31 = s00;
                long key = table + (long) s * pitch + shift;
                long x = a + shift;
                for (int d = 0; d < size; d++) {
                    FloatVector k0 = load(key);
                    FloatVector k1 = load(key + (long) next * pitch);
                    FloatVector x0 = load(x);
                    s00 = x0.fma(k0, s00);
                    s01 = x0.fma(k1, s01);
                    FloatVector x1 = load(x + second * aRow);
                    s10 = x1.fma(k0, s10);
                    s11 = x1.fma(k1, s11);
                    FloatVector x2 = load(x + third * aRow);
                    s20 = x2.fma(k0, s20);
                    s21 = x2.fma(k1, s21);
                    FloatVector x3 = load(x + fourth * aRow);
                    s30 = x3.fma(k0, s30);
                    s31 = x3.fma(k1, s31);
                    key += LINE;
                    x += LINE;
                }
                long at = out + (long) LINE * s + shift;
                int down = LINE * next;
                store(s00, at);
                store(s01, at + down);
                store(s10, at + second * outRow);
                store(s11, at + second * outRow + down);
                store(s20, at + third * outRow);
                store(s21, at + third * outRow + down);
                store(s30, at + fourth * outRow);
                store(s31, at + fourth * outRow + down);
            }
        }
    }

    /**
     * {@code out_i[d] = Σ_s w_i[s] · table[s][d]} over the keys 0 … keys - 1, for row i to keys + i - 1 where {@code more}
     * says so.
     *
     * @param w rows of keys, so many bytes apart
     * @param rows how many, 1 to 4
     * @param out rows of features, so many bytes apart
     */
    static void weighted(
            long w,
            long wRow,
            int rows,
            long table,
            int pitch,
            int keys,
            boolean more,
            int size,
            long out,
            long outRow) {
        long second = rows > 1 ? 1 : 0;
        long third = rows > 2 ? 2 : second;
        long fourth = rows > 3 ? 3 : third;
        for (int d = 0; d < size; d += 2) {
            int next = d + 1 < size ? LINE : 0;
            for (int shift = 0; shift < LINE; shift += BYTES) {
                FloatVector s00 = FloatVector.zero(FLOATS);
                FloatVector s01 = s00;
                FloatVector s10 = s00;
                FloatVector s11 = s00;
                FloatVector s20 = s00;
                FloatVector s21 = s00;
                FloatVector s30 = s00;
                FloatVector s31 = s00;
                long key = table + (long) LINE * d + shift;
                long x = w + shift;
                for (int s = 0; s < keys; s++) {
                    FloatVector v0 = load(key);
                    FloatVector v1 = load(key + next);
                    FloatVector x0 = load(x);
                    s00 = x0.fma(v0, s00);
                    s01 = x0.fma(v1, s01);
                    FloatVector x1 = load(x + second * wRow);
                    s10 = x1.fma(v0, s10);
                    s11 = x1.fma(v1, s11);
                    FloatVector x2 = load(x + third * wRow);
                    s20 = x2.fma(v0, s20);
                    s21 = x2.fma(v1, s21);
                    FloatVector x3 = load(x + fourth * wRow);
                    s30 = x3.fma(v0, s30);
                    s31 = x3.fma(v1, s31);
                    key += pitch;
                    x += LINE;
                }
                long at = out + (long) LINE * d + shift;
                store(s00, at);
                store(s01, at + next);
                store(s10, at + second * outRow);
                store(s11, at + second * outRow + next);
                store(s20, at + third * outRow);
                store(s21, at + third * outRow + next);
                store(s30, at + fourth * outRow);
                store(s31, at + fourth * outRow + next);
            }
        }
        for (int i = 1; i < rows && more; i++) {
            for (long at = 0; at < (long) LINE * size; at += BYTES) {
                FloatVector sum = load(out + i * outRow + at);
                long x = w + i * wRow + (long) LINE * keys + at % LINE;
                for (int s = keys; s < keys + i; s++) {
                    sum = load(x).fma(load(table + (long) s * pitch + at), sum);
                    x += LINE;
                }
                store(sum, out + i * outRow + at);
            }
        }
    }

    /**
     * Adds {@code w_i[s] · a_i[d]}, one row after the other, to {@code table[s][d]} for the keys 0 … keys - 1, for row i to
     * keys + i - 1 where {@code more} says so.
     *
     * @param w rows of keys, so many bytes apart
     * @param a rows of features, so many bytes apart
     * @param rows how many, 1 to 4
     */
    static void spread(
            long w, long wRow, long a, long aRow, int rows, int keys, boolean more, int size, long table, int pitch) {
        int together = rows == 4 ? keys : 0;
        for (int s = 0; s < together; s += 2) {
            int next = s + 1 < together ? 1 : 0;
            for (int shift = 0; shift < LINE; shift += BYTES) {
                long at = w + (long) LINE * s + shift;
                long down = at + (long) LINE * next;
                FloatVector w00 = load(at);
                FloatVector w01 = load(down);
                FloatVector w10 = load(at + wRow);
                FloatVector w11 = load(down + wRow);
                FloatVector w20 = load(at + 2 * wRow);
                FloatVector w21 = load(down + 2 * wRow);
                FloatVector w30 = load(at + 3 * wRow);
                FloatVector w31 = load(down + 3 * wRow);
                long key = table + (long) s * pitch + shift;
                long x = a + shift;
                for (int d = 0; d < size; d++) {
                    long below = key + (long) next * pitch;
                    FloatVector x0 = load(x);
                    FloatVector x1 = load(x + aRow);
                    FloatVector x2 = load(x + 2 * aRow);
                    FloatVector x3 = load(x + 3 * aRow);
                    FloatVector s0 = w30.fma(x3, w20.fma(x2, w10.fma(x1, w00.fma(x0, load(key)))));
                    FloatVector s1 = w31.fma(x3, w21.fma(x2, w11.fma(x1, w01.fma(x0, load(below)))));
                    store(s0, key);
                    store(s1, below);
                    key += LINE;
                    x += LINE;
                }
            }
        }
        for (int i = 0; i < rows; i++) {
            for (int s = together; s < keys + (more ? i : 0); s++) {
                for (long at = 0; at < (long) LINE * size; at += BYTES) {
                    long key = table + (long) s * pitch + at;
                    FloatVector weight = load(w + i * wRow + (long) LINE * s + at % LINE);
                    store(weight.fma(load(a + i * aRow + at), load(key)), key);
                }
            }
        }
    }
}
