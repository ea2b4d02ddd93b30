package org.espalier.plugins.onnx;

import java.util.List;
import java.util.Set;
import org.espalier.api.graph.Window;

/** Reads pools and pixel shuffles. */
final class ReadWindows {
    static final Set<String> TYPES = Set.of("MaxPool", "AveragePool", "GlobalAveragePool", "ReduceMean");

    Piece read(Operator operator, String input, Layout in) {
        boolean steps = in.sizes().size() == 2 && in.featuresFirst();
        if (steps && operator.type().equals("AveragePool") && whole(operator, in)) {
            return global(operator, input, in, List.of(in.features(), 1));
        }
        operator.require(
                in.isPicture() && in.featuresFirst(),
                "takes " + in.fileSizes() + "; a pool is imported over a picture with its channels first, or over all"
                        + " steps of a sequence");
        return switch (operator.type()) {
            case "MaxPool" -> pool(operator, input, in, "maxPool");
            case "AveragePool" -> pool(operator, input, in, "averagePool");
            case "GlobalAveragePool" -> global(operator, input, in, List.of(in.features(), 1, 1));
            default -> mean(operator, input, in);
        };
    }

    private static Piece pool(Operator operator, String input, Layout in, String word) {
        ReadWindow read = ReadWindow.of(operator, in, 0, 0);
        Window window = read.window();
        boolean mean = word.equals("averagePool");
        operator.require(
                !mean || window.paddingY() + window.paddingX() == 0 || operator.whole("count_include_pad", 0) == 1,
                "leaves its padding out of the mean");
        StringBuilder said = new StringBuilder(word + " size: " + read.size());
        boolean asLarge = window.strideY() == window.height() && window.strideX() == window.width();
        if (!asLarge) {
            boolean same = window.strideY() == window.strideX();
            said.append(", stride: ")
                    .append(
                            same
                                    ? String.valueOf(window.strideY())
                                    : List.of(window.strideY(), window.strideX())
                                            .toString());
        }
        if (window.paddingY() + window.paddingX() > 0) {
            boolean same = window.paddingY() == window.paddingX();
            said.append(", padding: ")
                    .append(
                            same
                                    ? String.valueOf(window.paddingY())
                                    : List.of(window.paddingY(), window.paddingX())
                                            .toString());
        }
        operator.require(
                window.dilationY() == 1 && window.dilationX() == 1,
                "has gaps in its window; the layer " + word + " has none");
        return Piece.of(input, Layout.picture(read.height(in), read.width(in), in.features()), said.toString());
    }

    /**
     * The mean of each channel.
     *
     * @param sizes of the axes that are left in the file: features, with or without ones of one step
     */
    private static Piece global(Operator operator, String input, Layout in, List<Integer> sizes) {
        Layout out = Layout.flat(in.features()).reshaped(sizes).orElseThrow(() -> operator.refused("has no channels"));
        return Piece.of(input, out, "globalPool()");
    }

    /** Whether a window has all steps of a sequence, and nothing more. */
    private static boolean whole(Operator operator, Layout in) {
        return operator.wholes("kernel_shape").equals(List.of((long) in.positions()))
                && operator.wholes("pads").stream().allMatch(pad -> pad == 0)
                && operator.text("auto_pad", "NOTSET").equals("NOTSET");
    }

    private static Piece mean(Operator operator, String input, Layout in) {
        int[] axes = operator.sizes("axes", -1, -1);
        operator.require(axes[0] == 2 && axes[1] == 3, "is a mean over other axes than rows and columns");
        return global(
                operator,
                input,
                in,
                operator.whole("keepdims", 1) == 1 ? List.of(in.features(), 1, 1) : List.of(in.features()));
    }

    Piece shuffle(Operator operator, String input, Layout in) {
        long factor = operator.whole("blocksize", 1);
        operator.require(
                in.isPicture() && factor >= 1 && factor <= 1000 && in.features() % (factor * factor) == 0,
                "makes " + factor + " x " + factor + " pixels of " + in.features() + " channels");
        operator.require(
                operator.text("mode", "DCR").equals("CRD"),
                "counts the places of a pixel before its channels (mode DCR)");
        int times = (int) factor;
        Layout out = Layout.picture(in.height() * times, in.width() * times, in.features() / (times * times));
        return Piece.of(input, out, "pixelShuffle factor: " + times);
    }
}
