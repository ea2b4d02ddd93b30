package org.espalier.plugins.layers;

import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Window;

/** Windows from options of one number or two. */
final class Windows {
    /** A padding that stands for half of the window. */
    private static final int HALF = -1;

    private Windows() {}

    /** The window over a picture, or one of a single row over a sequence. */
    static Window of(
            Node input, List<Integer> size, List<Integer> stride, List<Integer> padding, List<Integer> dilation) {
        boolean sequence = input.grid().size() == 1;
        if (sequence && (size.size() > 1 || stride.size() > 1 || padding.size() > 1 || dilation.size() > 1)) {
            throw new EspalierException(
                    "Over a sequence a window has one number for its size, stride, padding and dilation.");
        }
        int height = sequence ? 1 : down(size, "size");
        int width = across(size, "size");
        int dilationY = sequence ? 1 : down(dilation, "dilation");
        int dilationX = across(dilation, "dilation");
        return new Window(
                height,
                width,
                sequence ? 1 : down(stride, "stride"),
                across(stride, "stride"),
                sequence ? 0 : padding(down(padding, "padding"), height, dilationY),
                padding(across(padding, "padding"), width, dilationX),
                dilationY,
                dilationX);
    }

    private static int padding(int given, int size, int dilation) {
        return given == HALF ? dilation * (size - 1) / 2 : given;
    }

    private static int down(List<Integer> numbers, String what) {
        return checked(numbers, what).getFirst();
    }

    private static int across(List<Integer> numbers, String what) {
        return checked(numbers, what).getLast();
    }

    private static List<Integer> checked(List<Integer> numbers, String what) {
        if (numbers.isEmpty() || numbers.size() > 2) {
            throw new EspalierException("The " + what + " of a window is one number or two, was " + numbers + ".");
        }
        return numbers;
    }
}
