package org.espalier.testkit.reference;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.graph.Window;
import org.espalier.testkit.PlainGraph.PlainNode;

/** Convolutions and pools in plain double. */
public final class PlainWindow {
    private PlainWindow() {}

    /**
     * A convolution; see {@link org.espalier.api.graph.GraphBuilder#convolution}.
     *
     * @param weight {@code [rows][channels / groups][height][width]}
     * @param bias {@code [rows]}
     */
    public static PlainNode convolution(
            PlainNode in, double[] weight, double[] bias, int rows, Window window, int groups) {
        int channels = in.features() / groups;
        PlainNode out = result(in, window, rows);
        forEach(in, window, (to, from, tap) -> {
            for (int row = 0; row < rows; row++) {
                int first = row / (rows / groups) * channels;
                for (int c = 0; c < channels; c++) {
                    out.values()[row][to] +=
                            weight[(row * channels + c) * window.taps() + tap] * in.values()[first + c][from];
                }
            }
        });
        for (int row = 0; row < rows; row++) {
            for (int p = 0; p < out.values()[row].length; p++) {
                out.values()[row][p] += bias[row];
            }
        }
        return out;
    }

    /** The maximum or, with zeros around the picture, the mean over a window. */
    public static PlainNode pool(PlainNode in, Window window, boolean maximum) {
        PlainNode out = result(in, window, in.features());
        for (double[] feature : out.values()) {
            Arrays.fill(feature, maximum ? Double.NEGATIVE_INFINITY : 0);
        }
        forEach(in, window, (to, from, tap) -> {
            for (int f = 0; f < in.features(); f++) {
                double x = in.values()[f][from];
                double before = out.values()[f][to];
                out.values()[f][to] = maximum ? Math.max(before, x) : before + x / window.taps();
            }
        });
        return out;
    }

    private static PlainNode result(PlainNode in, Window window, int features) {
        int height = window.resultHeight(in.height());
        int width = window.resultWidth(in.width());
        int examples = in.values()[0].length / in.positions();
        List<Integer> grid = switch (in.grid().size()) {
            case 2 -> List.of(height, width);
            case 1 -> List.of(width);
            default -> List.of();
        };
        return new PlainNode(new double[features][examples * height * width], grid);
    }

    /** Every pair of an output and an input position under its window. */
    private static void forEach(PlainNode in, Window window, Visitor visitor) {
        int height = window.resultHeight(in.height());
        int width = window.resultWidth(in.width());
        int examples = in.values()[0].length / in.positions();
        for (int e = 0; e < examples; e++) {
            for (int to = 0; to < height * width; to++) {
                for (int tap = 0; tap < window.taps(); tap++) {
                    int y = to / width * window.strideY()
                            - window.paddingY()
                            + tap / window.width() * window.dilationY();
                    int x = to % width * window.strideX()
                            - window.paddingX()
                            + tap % window.width() * window.dilationX();
                    if (y >= 0 && y < in.height() && x >= 0 && x < in.width()) {
                        visitor.visit(e * height * width + to, e * in.positions() + y * in.width() + x, tap);
                    }
                }
            }
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(int to, int from, int tap);
    }
}
