package org.espalier.plugins.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.espalier.api.EspalierException;

/**
 * A picture as the JDK's readers see it (PNG, JPEG, BMP, GIF); of several in a file, the first.
 *
 * @param size its size
 * @param pixels {@code [height][width]}: 8 bits each of red, green and blue, from high to low; what is transparent lies on
 *     white
 * @param digest of the file
 */
record Picture(PictureSize size, int[] pixels, String digest) {
    /** A header that declares more pixels is not believed: this many take 128 MiB. */
    private static final long MOST_PIXELS = 1L << 25;

    /** Deflate packs 1032 bytes into one, each with eight pixels; no other format packs more. */
    private static final long MOST_PIXELS_PER_BYTE = 8 * 1032;

    private static final int OPAQUE = 255;

    /**
     * Reads a file.
     *
     * @throws EspalierException when it is missing, no picture, damaged, or declares more pixels than it can hold or
     *     than 33 million
     */
    static Picture read(Path path) {
        InputFile file = new InputFile(path, "a picture");
        byte[] bytes = file.bytes();
        // The stream is given, so that no cache on the disk is chosen for the whole process.
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new EspalierException(
                        path + " is no picture in PNG, JPEG, BMP or GIF: byte 0 begins none of" + " these formats.");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                PictureSize size = size(path, bytes.length, reader);
                return new Picture(size, opaque(reader.read(0)), InputFile.digest(bytes));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw damaged(path, bytes.length, e);
        } catch (OutOfMemoryError e) {
            throw new EspalierException(
                    path + " unpacks to more than the Java heap has room for ("
                            + Runtime.getRuntime().maxMemory() + " bytes in all). Give Java more with -Xmx.",
                    e);
        }
    }

    private static PictureSize size(Path path, int length, ImageReader reader) throws IOException {
        int height = reader.getHeight(0);
        int width = reader.getWidth(0);
        long pixels = (long) height * width;
        if (height < 1 || width < 1 || pixels > MOST_PIXELS || pixels > length * MOST_PIXELS_PER_BYTE) {
            throw new EspalierException(path + " (" + length + " bytes) declares " + height + " x " + width
                    + " pixels; "
                    + (height >= 1 && width >= 1 && pixels <= MOST_PIXELS
                            ? "so many cannot be in it."
                            : "from 1 to " + MOST_PIXELS + " in all are read."));
        }
        return new PictureSize(height, width);
    }

    /** The readers of the JDK throw many kinds of exceptions at damaged bytes. */
    private static EspalierException damaged(Path path, int length, Exception e) {
        if (e instanceof EspalierException told) {
            return told;
        }
        return new EspalierException(
                path + " (" + length + " bytes) is damaged or cut off: its picture cannot be read"
                        + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")") + ".",
                e);
    }

    /** Every pixel on white. */
    private static int[] opaque(BufferedImage image) {
        int width = image.getWidth();
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), new int[width * image.getHeight()], 0, width);
        for (int i = 0; i < pixels.length; i++) {
            int alpha = pixels[i] >>> 24;
            if (alpha < OPAQUE) {
                pixels[i] = over(pixels[i] >> 16 & 0xff, alpha) << 16
                        | over(pixels[i] >> 8 & 0xff, alpha) << 8
                        | over(pixels[i] & 0xff, alpha);
            } else {
                pixels[i] &= 0xffffff;
            }
        }
        return pixels;
    }

    private static int over(int colour, int alpha) {
        return (colour * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE;
    }

    /** A colour of a pixel, 0 to 255: red, green, blue. */
    int colour(int pixel, int channel) {
        return pixels[pixel] >> 16 - 8 * channel & 0xff;
    }
}
