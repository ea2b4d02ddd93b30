package org.espalier.plugins.onnx;

import java.util.Arrays;
import org.espalier.api.graph.Window;

/**
 * The window of an operator.
 *
 * @param window the same above and below, and left and right
 */
record ReadWindow(Window window) {
    /**
     * The window that an operator moves over a picture.
     *
     * @param height rows of the window
     * @param width columns of the window
     */
    static ReadWindow of(Operator operator, Layout in, int height, int width) {
        int[] size = operator.sizes("kernel_shape", height, width);
        operator.require(
                height < 1 || Arrays.equals(size, new int[] {height, width}),
                "has a window of " + Arrays.toString(size) + " and a weight of " + height + " x " + width);
        int[] strides = operator.sizes("strides", 1, 1);
        int[] dilations = operator.sizes("dilations", 1, 1);
        int[] pads = pads(operator, in, size, strides, dilations);
        operator.require(
                pads[0] == pads[2] && pads[1] == pads[3],
                "pads " + Arrays.toString(pads) + "; a window here pads as much above as below, and left as right");
        operator.require(
                operator.whole("ceil_mode", 0) == 0, "counts windows that reach beyond the padding (ceil_mode)");
        operator.require(
                size[0] > 0 && size[1] > 0 && strides[0] > 0 && strides[1] > 0 && dilations[0] > 0 && dilations[1] > 0,
                "has a window of " + Arrays.toString(size) + ", strides " + Arrays.toString(strides) + " and dilations "
                        + Arrays.toString(dilations) + "; all are at least 1");
        Window window =
                new Window(size[0], size[1], strides[0], strides[1], pads[0], pads[1], dilations[0], dilations[1]);
        operator.require(
                window.resultHeight(in.height()) >= 1 && window.resultWidth(in.width()) >= 1,
                "has a window larger than the " + in.height() + " x " + in.width() + " that comes in");
        return new ReadWindow(window);
    }

    /** Above, left, below, right. */
    private static int[] pads(Operator operator, Layout in, int[] size, int[] strides, int[] dilations) {
        String automatic = operator.text("auto_pad", "NOTSET");
        if (automatic.equals("NOTSET") || automatic.equals("VALID")) {
            return automatic.equals("VALID") ? new int[4] : operator.sizes("pads", 0, 0, 0, 0);
        }
        int[] pads = new int[4];
        int[] picture = {in.height(), in.width()};
        for (int i = 0; i < 2; i++) {
            int results = (picture[i] + strides[i] - 1) / Math.max(1, strides[i]);
            int all = Math.max(0, (results - 1) * strides[i] + dilations[i] * (size[i] - 1) + 1 - picture[i]);
            boolean upper = automatic.equals("SAME_UPPER");
            pads[i] = upper ? all / 2 : all - all / 2;
            pads[i + 2] = all - pads[i];
        }
        return pads;
    }

    int height(Layout in) {
        return window.resultHeight(in.height());
    }

    int width(Layout in) {
        return window.resultWidth(in.width());
    }

    /** One number, or rows and columns. */
    String size() {
        return both(window.height(), window.width());
    }

    private static String both(int down, int across) {
        return down == across ? String.valueOf(down) : "[" + down + ", " + across + "]";
    }

    /** Says stride, padding and dilation where they are not 1, 0 and 1. */
    void options(StringBuilder said) {
        option(said, "stride", window.strideY(), window.strideX(), 1);
        option(said, "padding", window.paddingY(), window.paddingX(), 0);
        option(said, "dilation", window.dilationY(), window.dilationX(), 1);
    }

    private static void option(StringBuilder said, String name, int down, int across, int byDefault) {
        if (down != byDefault || across != byDefault) {
            said.append(", ").append(name).append(": ").append(both(down, across));
        }
    }
}
