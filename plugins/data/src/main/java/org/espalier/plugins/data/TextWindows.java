package org.espalier.plugins.data;

import java.util.Arrays;
import org.espalier.api.border.Examples;

/**
 * Windows of a stretch of text, each with the character that follows as the label of every position. The last window may
 * reach beyond the stretch; what lies there is character 0 and does not count.
 *
 * @param tokens the whole text
 * @param from where the stretch begins
 * @param to where it ends
 * @param context characters of a window
 * @param stride from the beginning of a window to that of the next
 */
record TextWindows(int[] tokens, int from, int to, int context, int stride) implements Examples {
    @Override
    public int count() {
        int labelled = Math.max(0, to - from - 1);
        // As many as reach the end, and as begin before it: where windows are apart the end may lie between two.
        int reaching = 1 + Math.ceilDiv(Math.max(0, labelled - context), stride);
        return Math.min(reaching, Math.ceilDiv(labelled, stride));
    }

    private int begin(int id) {
        return Math.toIntExact(from + (long) id * stride);
    }

    @Override
    public void features(int id, float[] out) {
        int begin = begin(id);
        int there = Math.min(context, to - begin);
        for (int i = 0; i < there; i++) {
            out[i] = tokens[begin + i];
        }
        Arrays.fill(out, there, context, 0f);
    }

    @Override
    public int positions() {
        return context;
    }

    @Override
    public void labels(int id, int[] out) {
        int begin = begin(id);
        int there = Math.min(context, to - begin - 1);
        System.arraycopy(tokens, begin + 1, out, 0, there);
        Arrays.fill(out, there, context, -1);
    }

    /** The label of the first position, for a window of one character. */
    @Override
    public int label(int id) {
        return tokens[begin(id) + 1];
    }

    @Override
    public void target(int id, float[] out) {
        Arrays.fill(out, 0f);
        out[label(id)] = 1f;
    }
}
