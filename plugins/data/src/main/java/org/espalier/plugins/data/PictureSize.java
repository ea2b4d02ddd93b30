package org.espalier.plugins.data;

/** Size of a picture in pixels. */
record PictureSize(int height, int width) {
    int pixels() {
        return Math.multiplyExact(height, width);
    }

    @Override
    public String toString() {
        return height + " x " + width;
    }
}
