package org.espalier.api.graph;

/**
 * The window that a convolution or a pool moves over a picture. A sequence is a picture of height 1.
 *
 * @param height rows of the window
 * @param width columns of the window
 * @param strideY rows from one place of the window to the next
 * @param strideX columns from one place of the window to the next
 * @param paddingY rows added above and below the picture
 * @param paddingX columns added to the left and right of the picture
 * @param dilationY rows from one row of the window to its next
 * @param dilationX columns from one column of the window to its next
 */
public record Window(
        int height, int width, int strideY, int strideX, int paddingY, int paddingX, int dilationY, int dilationX) {
    /** One position at a time. */
    public static final Window POINT = new Window(1, 1, 1, 1, 0, 0, 1, 1);

    public Window {
        atLeast(1, height, "height");
        atLeast(1, width, "width");
        atLeast(1, strideY, "stride");
        atLeast(1, strideX, "stride");
        atLeast(0, paddingY, "padding");
        atLeast(0, paddingX, "padding");
        atLeast(1, dilationY, "dilation");
        atLeast(1, dilationX, "dilation");
    }

    /** The same in both directions. */
    public static Window square(int size, int stride, int padding, int dilation) {
        return new Window(size, size, stride, stride, padding, padding, dilation, dilation);
    }

    /** Places of the window: height times width. */
    public int taps() {
        return height * width;
    }

    /** Rows of the result, less than 1 when the window does not fit. */
    public int resultHeight(int pictureHeight) {
        return Math.floorDiv(pictureHeight + 2 * paddingY - dilationY * (height - 1) - 1, strideY) + 1;
    }

    /** Columns of the result, less than 1 when the window does not fit. */
    public int resultWidth(int pictureWidth) {
        return Math.floorDiv(pictureWidth + 2 * paddingX - dilationX * (width - 1) - 1, strideX) + 1;
    }

    private static void atLeast(int least, int given, String what) {
        if (given < least) {
            throw new IllegalArgumentException("the " + what + " of a window is at least " + least + ", was " + given);
        }
    }
}
