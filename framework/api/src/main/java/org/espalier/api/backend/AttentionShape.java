package org.espalier.api.backend;

/**
 * Sizes of attention.
 *
 * @param queries positions that ask
 * @param keys positions that answer
 * @param heads query heads that share a key head
 * @param size features of a head
 * @param width examples of a tile
 * @param causal whether a query sees the keys up to its own position only
 * @param scale what scores are multiplied by
 */
public record AttentionShape(int queries, int keys, int heads, int size, int width, boolean causal, float scale) {
    /** How many keys a query sees. */
    public int visible(int query) {
        return causal ? query + 1 : keys;
    }

    /** Bytes of scratch a call needs: room to pack what it reads and to gather what it writes. */
    public long scratchBytes(boolean gradient) {
        long row = 64L * (size + 1);
        long packed = (gradient ? 4 : 2) * keys * row;
        long queryRows = (gradient ? 12 : 8) * row;
        long scores = 64L * (8L * keys + 8);
        return packed + queryRows + scores;
    }
}
