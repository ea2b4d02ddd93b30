package org.espalier.api.score;

import java.util.BitSet;

/** Selection by rank with exact counts. */
public final class Ranking {
    private Ranking() {}

    /**
     * The indices of the {@code keep} highest scores. Of equal scores the higher index is kept; -0 and +0 are equal.
     * Linear time.
     *
     * @param scores never NaN
     * @param keep in [0, scores.length]
     * @throws IllegalArgumentException when a score is NaN or {@code keep} is out of range
     */
    public static BitSet highest(float[] scores, int keep) {
        int n = scores.length;
        if (keep < 0 || keep > n) {
            throw new IllegalArgumentException("keep must be in [0, " + n + "], was " + keep);
        }
        BitSet kept = new BitSet(n);
        if (keep == 0) {
            return kept;
        }
        int threshold = keepthKey(scores, keep);
        int above = 0;
        for (int i = 0; i < n; i++) {
            if (key(scores[i]) > threshold) {
                kept.set(i);
                above++;
            }
        }
        for (int i = n - 1; above < keep; i--) {
            if (key(scores[i]) == threshold) {
                kept.set(i);
                above++;
            }
        }
        return kept;
    }

    /** The key of the keep-th highest score: two passes of 16 bits each over a histogram. */
    private static int keepthKey(float[] scores, int keep) {
        int[] histogram = new int[1 << 16];
        for (int i = 0; i < scores.length; i++) {
            if (Float.isNaN(scores[i])) {
                throw new IllegalArgumentException("score " + i + " is NaN");
            }
            histogram[(key(scores[i]) >> 16) + (1 << 15)]++;
        }
        int high = histogram.length;
        int left = keep;
        while (left > 0) {
            left -= histogram[--high];
        }
        left += histogram[high];
        int prefix = high - (1 << 15);
        java.util.Arrays.fill(histogram, 0);
        for (float score : scores) {
            int k = key(score);
            if (k >> 16 == prefix) {
                histogram[k & 0xFFFF]++;
            }
        }
        int low = histogram.length;
        while (left > 0) {
            left -= histogram[--low];
        }
        return prefix << 16 | low;
    }

    /** An int whose signed order is the order of floats, with both zeros equal. */
    private static int key(float score) {
        int bits = Float.floatToRawIntBits(score + 0f);
        return bits ^ (bits >> 31 & 0x7FFFFFFF);
    }
}
