package org.espalier.core.operation;

import java.util.Arrays;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Grid;

/** Which positions of a picture lie under a window, for every place of it. */
final class WindowPlaces {
    private WindowPlaces() {}

    @FunctionalInterface
    interface Visitor {
        /**
         * @param input position
         * @param output position
         */
        void visit(int input, int output, int tap);
    }

    /** Every pair of an output position and an input position under its window, by output position, then tap. */
    static void forEach(Window window, Grid in, Grid out, Visitor visitor) {
        for (int outY = 0; outY < out.height(); outY++) {
            for (int outX = 0; outX < out.width(); outX++) {
                for (int tap = 0; tap < window.taps(); tap++) {
                    int inY = outY * window.strideY() - window.paddingY() + tap / window.width() * window.dilationY();
                    int inX = outX * window.strideX() - window.paddingX() + tap % window.width() * window.dilationX();
                    if (inY >= 0 && inY < in.height() && inX >= 0 && inX < in.width()) {
                        visitor.visit(inY * in.width() + inX, outY * out.width() + outX, tap);
                    }
                }
            }
        }
    }

    /** By tap: input position and output position in turn. */
    static int[][] byTap(Window window, Grid in, Grid out) {
        int[][] places = new int[window.taps()][2 * out.positions()];
        int[] counts = new int[window.taps()];
        forEach(window, in, out, (input, output, tap) -> {
            places[tap][counts[tap]++] = input;
            places[tap][counts[tap]++] = output;
        });
        for (int tap = 0; tap < counts.length; tap++) {
            places[tap] = Arrays.copyOf(places[tap], counts[tap]);
        }
        return places;
    }
}
