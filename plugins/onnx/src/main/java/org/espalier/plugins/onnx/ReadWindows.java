package org.espalier.plugins.onnx;

import java.util.List;
import java.util.Set;
import org.espalier.api.graph.Window;

/** Reads pools and pixel shuffles. */
final class ReadWindows {
    static final Set<String> TYPES = Set.of("MaxPool", "AveragePool", "GlobalAveragePool", "ReduceMean");

    Piece read(Operator operator, String input, Layout in) {
        operator.require(in.isPicture(), "takes flat features; a pool takes a picture");
        return switch (operator.type()) {
            case "MaxPool" -> pool(operator, input, in, "maxPool");
            case "AveragePool" -> pool(operator, input, in, "averagePool");
            case "GlobalAveragePool" -> global(operator, input, in, true);
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

    /** The mean of each channel, with or without axes of one step for rows and columns. */
    private static Piece global(Operator operator, String input, Layout in, boolean keeps) {
        Layout flat = Layout.flat(in.features());
        Layout out = keeps
                ? flat.reshaped(List.of(in.features(), 1, 1)).orElseThrow(() -> operator.refused("has no channels"))
                : flat;
        return Piece.of(input, out, "globalPool()");
    }

    private static Piece mean(Operator operator, String input, Layout in) {
        int[] axes = operator.sizes("axes", -1, -1);
        operator.require(axes[0] == 2 && axes[1] == 3, "is a mean over other axes than rows and columns");
        return global(operator, input, in, operator.whole("keepdims", 1) == 1);
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
