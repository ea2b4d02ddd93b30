package org.espalier.plugins.data;

import org.espalier.api.RandomStream;

/**
 * Paints one example of the drawn strokes: a figure under a random affine map with jittered corners, drawn with a pen of
 * random width and darkness, crossed by a stray stroke, with grey noise. A pure function of the random stream.
 */
final class StrokePainter {
    static final int SIZE = 28;
    static final int PIXELS = SIZE * SIZE;

    private static final float CENTRE = (SIZE - 1) / 2f;
    private static final double MAX_TURN = Math.toRadians(18);
    private static final float MAX_SHEAR = 0.2f;
    private static final float MIN_SCALE = 8.5f;
    private static final float MAX_SCALE = 10.5f;
    private static final float MAX_SHIFT = 3.5f;
    private static final float CORNER_JITTER = 0.09f;
    private static final float MIN_RADIUS = 0.5f;
    private static final float MAX_RADIUS = 1.4f;
    private static final float MIN_DARKNESS = 0.55f;
    private static final float MAX_STRAY = 6f;
    private static final int NOISE = 40;

    private final Pen pen = new Pen(SIZE);
    private RandomStream random = RandomStream.ofSeed(0);
    private int draws;

    /** Writes the picture of an example to {@code out[base …]}. */
    void paint(Glyph glyph, RandomStream example, byte[] out, int base) {
        random = example;
        draws = 0;
        pen.clear();
        drawFigure(glyph);
        drawStray();
        develop(between(MIN_DARKNESS, 1f), out, base);
    }

    private void drawFigure(Glyph glyph) {
        double turn = between((float) -MAX_TURN, (float) MAX_TURN);
        float cos = (float) StrictMath.cos(turn);
        float sin = (float) StrictMath.sin(turn);
        float shear = between(-MAX_SHEAR, MAX_SHEAR);
        float width = between(MIN_SCALE, MAX_SCALE);
        float height = between(MIN_SCALE, MAX_SCALE);
        float left = CENTRE + between(-MAX_SHIFT, MAX_SHIFT);
        float top = CENTRE + between(-MAX_SHIFT, MAX_SHIFT);
        float radius = between(MIN_RADIUS, MAX_RADIUS);
        for (float[] polyline : glyph.polylines()) {
            float previousX = 0;
            float previousY = 0;
            for (int i = 0; i < polyline.length; i += 2) {
                float px = polyline[i] + between(-CORNER_JITTER, CORNER_JITTER);
                float py = polyline[i + 1] + between(-CORNER_JITTER, CORNER_JITTER);
                float sx = (px + shear * py) * width;
                float sy = py * height;
                float x = left + cos * sx - sin * sy;
                float y = top + sin * sx + cos * sy;
                if (i > 0) {
                    pen.stroke(previousX, previousY, x, y, radius);
                }
                previousX = x;
                previousY = y;
            }
        }
    }

    private void drawStray() {
        float x = between(0, SIZE);
        float y = between(0, SIZE);
        pen.stroke(
                x,
                y,
                x + between(-MAX_STRAY, MAX_STRAY),
                y + between(-MAX_STRAY, MAX_STRAY),
                between(MIN_RADIUS, MAX_RADIUS));
    }

    /** Ink to bytes, with noise: eight pixels share 64 random bits. */
    private void develop(float darkness, byte[] out, int base) {
        RandomStream noise = random.fork("noise");
        float[] ink = pen.ink();
        for (int p = 0; p < PIXELS; p += Long.BYTES) {
            long bits = noise.bits(p / Long.BYTES);
            for (int i = 0; i < Long.BYTES; i++) {
                int grain = (int) (bits >>> (8 * i)) & 0xff;
                int value = (int) (ink[p + i] * darkness * 255f) + (grain * 2 * NOISE >> 8) - NOISE;
                out[base + p + i] = (byte) Math.clamp(value, 0, 255);
            }
        }
    }

    private float between(float low, float high) {
        return low + (high - low) * (float) random.uniform(draws++);
    }
}
