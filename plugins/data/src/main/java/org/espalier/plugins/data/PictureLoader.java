package org.espalier.plugins.data;

import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;

/**
 * Brings pictures to one form.
 *
 * @param size of all of them
 * @param resizes whether pictures of another size are brought to it; otherwise they are refused
 * @param colour whether there are three numbers for a pixel, red, green and blue, or one
 * @param classes in the order of labels
 */
record PictureLoader(PictureSize size, boolean resizes, boolean colour, List<String> classes) {
    private static final int MOST_CLASSES = 256;

    /** How much each colour adds to grey (Recommendation ITU-R BT.601), in 1/1000. */
    private static final int[] GREY = {299, 587, 114};

    PictureLoader {
        if (classes.size() > MOST_CLASSES) {
            throw new EspalierException("There are " + classes.size() + " folders of pictures; at most " + MOST_CLASSES
                    + " classes can be told apart.");
        }
    }

    /** Numbers of a pixel. */
    int channels() {
        return colour ? 3 : 1;
    }

    /** The same for grey pictures. */
    PictureLoader grey() {
        return new PictureLoader(size, resizes, false, classes);
    }

    /** Whether red, green and blue of every pixel are the same. */
    static boolean isGrey(byte[] pixels) {
        for (int i = 0; i < pixels.length; i += GREY.length) {
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2]) {
                return false;
            }
        }
        return true;
    }

    /** Pictures whose colours are the same with one number for a pixel. */
    static ByteExamples grey(ByteExamples pictures) {
        byte[] bytes = new byte[pictures.bytes().length / GREY.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = pictures.bytes()[GREY.length * i];
        }
        return new ByteExamples(pictures.features() / GREY.length, pictures.classes(), bytes, pictures.labels());
    }

    /**
     * Reads every picture.
     *
     * @param digests where each file's digest is put
     */
    ByteExamples load(PictureFolder folder, Map<String, String> digests) {
        int features = Math.multiplyExact(size.pixels(), channels());
        int count = folder.pictures().size();
        if ((long) count * features > InputFile.LONGEST) {
            throw new EspalierException(
                    folder.path() + " has " + count + " pictures of " + features + " numbers; together at most "
                            + InputFile.LONGEST + " can be held. Say a smaller height and width.");
        }
        byte[] bytes = new InputFile(folder.path(), "the pictures").space(count * features);
        byte[] labels = new byte[count];
        for (int id = 0; id < count; id++) {
            PictureFolder.Entry entry = folder.pictures().get(id);
            Picture picture = Picture.read(entry.path());
            if (!resizes && !picture.size().equals(size)) {
                throw new EspalierException(
                        entry.path() + " has " + picture.size() + " pixels, but the first picture has " + size
                                + "; say height: and width: to bring all to one size.");
            }
            write(picture, bytes, id * features);
            labels[id] = (byte) classes.indexOf(entry.name());
            digests.put(entry.path().toString(), picture.digest());
        }
        return new ByteExamples(features, classes.size(), bytes, labels);
    }

    private void write(Picture picture, byte[] out, int at) {
        int to = at;
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                if (colour) {
                    for (int c = 0; c < GREY.length; c++) {
                        out[to++] = (byte) Math.round(mean(picture, y, x, c));
                    }
                } else {
                    double grey = 0;
                    for (int c = 0; c < GREY.length; c++) {
                        grey += GREY[c] * mean(picture, y, x, c);
                    }
                    out[to++] = (byte) Math.round(grey / 1000);
                }
            }
        }
    }

    /** The mean of a colour over the part of the picture that becomes a pixel, by how much of each pixel lies in it. */
    private double mean(Picture picture, int y, int x, int channel) {
        PictureSize from = picture.size();
        if (from.equals(size)) {
            return picture.colour(y * from.width() + x, channel);
        }
        double top = (double) y * from.height() / size.height();
        double bottom = (y + 1.0) * from.height() / size.height();
        double left = (double) x * from.width() / size.width();
        double right = (x + 1.0) * from.width() / size.width();
        double sum = 0;
        for (int row = (int) top; row < Math.min(from.height(), Math.ceil(bottom)); row++) {
            double high = Math.min(bottom, row + 1.0) - Math.max(top, row);
            for (int column = (int) left; column < Math.min(from.width(), Math.ceil(right)); column++) {
                double wide = Math.min(right, column + 1.0) - Math.max(left, column);
                sum += high * wide * picture.colour(row * from.width() + column, channel);
            }
        }
        return sum / ((bottom - top) * (right - left));
    }
}
