package org.espalier.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/**
 * Pictures in characters of a grey scale: one place is one pixel wide and two high, or a multiple of that.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels numbers of a pixel, side by side
 * @param black the number drawn darkest
 * @param white the number drawn brightest
 */
public record PictureText(int height, int width, int channels, double black, double white) {
    private static final String SHADES = " ░▒▓█";
    /** What is drawn wider is brought to at most this. */
    private static final int WIDEST = 64;

    /** Pixels side by side that become one place. */
    private int step() {
        return Math.ceilDiv(width, WIDEST);
    }

    /** Places of a line. */
    public int columns() {
        return Math.ceilDiv(width, step());
    }

    /**
     * Draws a picture.
     *
     * @param pixels {@code [height][width][channels]}
     */
    public List<String> lines(List<Float> pixels) {
        List<String> lines = new ArrayList<>();
        for (int y = 0; y < height; y += 2 * step()) {
            StringBuilder line = new StringBuilder();
            for (int x = 0; x < width; x += step()) {
                line.append(shade(mean(pixels, y, x)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private double mean(List<Float> pixels, int top, int left) {
        double sum = 0;
        int count = 0;
        for (int y = top; y < Math.min(height, top + 2 * step()); y++) {
            for (int x = left; x < Math.min(width, left + step()); x++) {
                for (int c = 0; c < channels; c++) {
                    sum += pixels.get((y * width + x) * channels + c);
                    count++;
                }
            }
        }
        return sum / count;
    }

    private char shade(double value) {
        double share = white > black ? (value - black) / (white - black) : 0;
        int last = SHADES.length() - 1;
        return SHADES.charAt(Double.isNaN(share) ? 0 : (int) Math.round(Math.clamp(share, 0, 1) * last));
    }
}
