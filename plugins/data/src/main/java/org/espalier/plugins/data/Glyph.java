package org.espalier.plugins.data;

import java.util.Locale;

/**
 * The ten figures of the drawn strokes, each a list of polylines in the square [-1, 1] x [-1, 1], y pointing down.
 * Several share strokes on purpose (a cross and a T, a Z and a seven): position alone does not tell them apart.
 */
enum Glyph {
    RING(arc(0, 0, 0.8f, 0, 360)),
    PLUS(line(0, -0.9f, 0, 0.9f), line(-0.9f, 0, 0.9f, 0)),
    TEE(line(-0.8f, -0.8f, 0.8f, -0.8f), line(0, -0.8f, 0, 0.9f)),
    TRIANGLE(line(0, -0.85f, 0.85f, 0.7f, -0.85f, 0.7f, 0, -0.85f)),
    SQUARE(line(-0.7f, -0.7f, 0.7f, -0.7f, 0.7f, 0.7f, -0.7f, 0.7f, -0.7f, -0.7f)),
    ZED(line(-0.7f, -0.8f, 0.7f, -0.8f, -0.7f, 0.8f, 0.7f, 0.8f)),
    SEVEN(line(-0.7f, -0.8f, 0.7f, -0.8f, -0.3f, 0.9f)),
    HOOK(line(-0.6f, -0.9f, -0.6f, 0.2f), arc(0, 0.2f, 0.6f, 180, 0), line(0.6f, 0.2f, 0.6f, -0.3f)),
    WAVE(arc(0, -0.42f, 0.42f, 330, 90), arc(0, 0.42f, 0.42f, 270, 510)),
    STAPLE(line(-0.6f, 0.9f, -0.6f, -0.8f, 0.6f, -0.8f, 0.6f, 0.9f));

    /** Points of a full circle; a figure of this size on 28 pixels shows no corners. */
    private static final int CIRCLE_POINTS = 18;

    /** {@code [polyline][x0, y0, x1, y1, …]}. */
    private final float[][] polylines;

    Glyph(float[]... polylines) {
        this.polylines = polylines;
    }

    float[][] polylines() {
        return polylines;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static float[] line(float... points) {
        return points;
    }

    /** An arc from one angle to another, in degrees, counted clockwise from the right. */
    private static float[] arc(float x, float y, float radius, double from, double to) {
        int pieces = (int) Math.ceil(Math.abs(to - from) / 360 * CIRCLE_POINTS);
        float[] points = new float[2 * pieces + 2];
        for (int i = 0; i <= pieces; i++) {
            double angle = StrictMath.toRadians(from + (to - from) * i / pieces);
            points[2 * i] = x + radius * (float) StrictMath.cos(angle);
            points[2 * i + 1] = y + radius * (float) StrictMath.sin(angle);
        }
        return points;
    }
}
