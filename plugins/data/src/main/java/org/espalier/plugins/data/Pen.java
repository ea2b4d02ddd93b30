package org.espalier.plugins.data;

import java.util.Arrays;

/** Draws straight strokes with round ends and soft edges on a small grey picture. */
final class Pen {
    private final int size;
    private final float[] ink;

    /** @param size pixels on a side */
    Pen(int size) {
        this.size = size;
        this.ink = new float[size * size];
    }

    void clear() {
        Arrays.fill(ink, 0f);
    }

    /** Coverage in [0, 1], {@code [size][size]}, rows from the top. */
    float[] ink() {
        return ink;
    }

    /**
     * Draws a stroke. A pixel's coverage falls from one to zero over one pixel at the edge; where strokes cross, the
     * darker wins.
     *
     * @param radius half the stroke's width, in pixels
     */
    void stroke(float x0, float y0, float x1, float y1, float radius) {
        float reach = radius + 0.5f;
        int top = Math.max(0, (int) Math.ceil(Math.min(y0, y1) - reach));
        int bottom = Math.min(size - 1, (int) Math.floor(Math.max(y0, y1) + reach));
        int left = Math.max(0, (int) Math.ceil(Math.min(x0, x1) - reach));
        int right = Math.min(size - 1, (int) Math.floor(Math.max(x0, x1) + reach));
        float dx = x1 - x0;
        float dy = y1 - y0;
        float length = dx * dx + dy * dy;
        float inverse = length > 0 ? 1 / length : 0;
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                float along = Math.clamp(((x - x0) * dx + (y - y0) * dy) * inverse, 0f, 1f);
                float ex = x - x0 - along * dx;
                float ey = y - y0 - along * dy;
                float squared = ex * ex + ey * ey;
                if (squared < reach * reach) {
                    float coverage = Math.min(1f, reach - (float) Math.sqrt(squared));
                    int pixel = y * size + x;
                    ink[pixel] = Math.max(ink[pixel], coverage);
                }
            }
        }
    }
}
