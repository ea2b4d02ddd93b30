package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a value of a graph holds what a layer gives: the axes behind that of the batch, each the product of parts of the layer's
 * axes. Reshaping and transposing change these axes and nothing else.
 *
 * @param sizes of what the layer gives: {@code [features]}, {@code [steps, features]} or {@code [height, width, channels]}
 * @param axes of the value in the file
 * @param order of flat features: which of the layer's each of the file's is; empty when they are the same
 */
record Layout(List<Integer> sizes, List<List<Atom>> axes, List<Integer> order) {
    Layout {
        sizes = List.copyOf(sizes);
        axes = axes.stream().map(Atom::joined).toList();
        order = List.copyOf(order);
    }

    static Layout flat(int features) {
        return flat(features, List.of());
    }

    static Layout flat(int features, List<Integer> order) {
        return new Layout(List.of(features), List.of(List.of(new Atom(0, 1, features))), order);
    }

    /** Channels first, as pictures are in files. */
    static Layout picture(int height, int width, int channels) {
        return new Layout(
                List.of(height, width, channels),
                List.of(
                        List.of(new Atom(0, 1, channels)),
                        List.of(new Atom(1, 1, height)),
                        List.of(new Atom(2, 1, width))),
                List.of());
    }

    /** Features last, as sequences are in files. */
    static Layout sequence(int steps, int features) {
        return new Layout(
                List.of(steps, features),
                List.of(List.of(new Atom(1, 1, steps)), List.of(new Atom(0, 1, features))),
                List.of());
    }

    /** The same numbers as this with other axes. */
    private Layout seen(List<List<Atom>> other) {
        return new Layout(sizes, other, order);
    }

    boolean isPicture() {
        return sizes.size() == 3;
    }

    boolean isFlat() {
        return sizes.size() == 1;
    }

    int features() {
        return sizes.getLast();
    }

    /** How many positions an example has. */
    int positions() {
        return sizes.subList(0, sizes.size() - 1).stream().reduce(1, Math::multiplyExact);
    }

    int height() {
        return sizes.getFirst();
    }

    int width() {
        return sizes.get(1);
    }

    /** Sizes of the axes in the file. */
    List<Integer> fileSizes() {
        return axes.stream()
                .map(axis -> axis.stream().map(Atom::size).reduce(1, Math::multiplyExact))
                .toList();
    }

    /** Whether the file holds it in an order that layers read. */
    boolean plain() {
        return featuresFirst() || featuresLast();
    }

    /** Whether features come first, as they do in pictures for convolutions and pools. */
    boolean featuresFirst() {
        return axes.equals(first().axes());
    }

    private Layout first() {
        List<List<Atom>> all = new ArrayList<>();
        all.add(List.of(new Atom(0, 1, features())));
        all.addAll(grid());
        return seen(all);
    }

    private List<List<Atom>> grid() {
        List<List<Atom>> grid = new ArrayList<>();
        for (int i = 0; i + 1 < sizes.size(); i++) {
            grid.add(List.of(new Atom(i + 1, 1, sizes.get(i))));
        }
        return grid;
    }

    /** Whether features come last, behind the positions in their order on one axis or more. */
    boolean featuresLast() {
        List<Atom> positions = Atom.joined(
                axes.subList(0, axes.size() - 1).stream().flatMap(List::stream).toList());
        return (axes.size() == 1) == isFlat()
                && axes.getLast().equals(Atom.joined(List.of(new Atom(0, 1, features()))))
                && positions.equals(
                        Atom.joined(grid().stream().flatMap(List::stream).toList()));
    }

    /**
     * Whether an axis is that of the features.
     *
     * @param axis the batch is axis 0; negative ones count from the end
     */
    boolean isFeatureAxis(long axis) {
        long at = axis < 0 ? axis + axes.size() + 1 : axis;
        return at == 1 && featuresFirst() || at == axes.size() && featuresLast();
    }

    /** Another number of features at the same positions, last where they are last. */
    Layout withFeatures(int features) {
        List<Integer> others = new ArrayList<>(sizes.subList(0, sizes.size() - 1));
        others.add(features);
        Layout same = new Layout(others, axes, List.of());
        List<List<Atom>> all = new ArrayList<>(axes);
        all.set(featuresLast() ? all.size() - 1 : 0, List.of(new Atom(0, 1, features)));
        return same.seen(all);
    }

    /**
     * With the axes in another order.
     *
     * @param order which of the axes comes first, second and so on
     */
    Layout transposed(List<Integer> order) {
        return seen(order.stream().map(axes::get).toList());
    }

    /** Cut into other axes; empty when a part of an axis would be cut where it cannot. */
    Optional<Layout> reshaped(List<Integer> wanted) {
        List<Atom> left = new ArrayList<>();
        axes.forEach(left::addAll);
        List<List<Atom>> cut = new ArrayList<>();
        for (int size : wanted) {
            List<Atom> axis = new ArrayList<>();
            int missing = size;
            while (missing > 1) {
                if (left.isEmpty()) {
                    return Optional.empty();
                }
                Atom next = left.removeFirst();
                if (next.size() > missing) {
                    if (next.size() % missing != 0) {
                        return Optional.empty();
                    }
                    List<Atom> parts = next.split(missing);
                    axis.add(parts.getFirst());
                    left.addFirst(parts.getLast());
                    missing = 1;
                } else {
                    if (missing % next.size() != 0) {
                        return Optional.empty();
                    }
                    axis.add(next);
                    missing /= next.size();
                }
            }
            cut.add(axis);
        }
        return left.isEmpty() ? Optional.of(seen(cut)) : Optional.empty();
    }

    /** Whether all numbers stand on one axis. */
    boolean onOneAxis() {
        return axes.stream().filter(axis -> !axis.isEmpty()).count() <= 1;
    }

    /**
     * What flattening makes of a picture or a sequence whose numbers stand on one axis: the layer's features are row by row, channel by channel;
     * the file has them in the order of its parts.
     */
    Layout flattened() {
        List<Atom> parts = axes.stream().flatMap(List::stream).toList();
        int all = sizes.stream().reduce(1, Math::multiplyExact);
        List<Integer> places = new ArrayList<>();
        boolean same = true;
        for (int i = 0; i < all; i++) {
            int[] at = new int[3];
            int rest = i;
            for (Atom part : parts.reversed()) {
                at[part.base()] += rest % part.size() * part.stride();
                rest /= part.size();
            }
            int position = isPicture() ? at[1] * width() + at[2] : at[1];
            int place = position * features() + at[0];
            same &= place == i;
            places.add(place);
        }
        return flat(all, same ? List.of() : places);
    }

    /**
     * The factor of the pixel shuffle that makes a picture of this: with channels counted as {@code (c, y, x)}, rows of the file are
     * {@code (row, y)} and columns {@code (column, x)}.
     */
    Optional<Integer> shuffle() {
        if (!isPicture() || plain()) {
            return Optional.empty();
        }
        List<List<Atom>> there = new ArrayList<>(axes);
        if (there.size() == 4 && there.getFirst().isEmpty()) {
            there.removeFirst();
        }
        if (there.size() != 3 || there.get(1).size() != 2) {
            return Optional.empty();
        }
        int factor = there.get(1).getLast().size();
        int channels = features() / (factor * factor);
        List<List<Atom>> wanted = List.of(
                Atom.joined(List.of(new Atom(0, factor * factor, channels))),
                List.of(new Atom(1, 1, height()), new Atom(0, factor, factor)),
                List.of(new Atom(2, 1, width()), new Atom(0, 1, factor)));
        return features() % (factor * factor) == 0 && there.equals(wanted) ? Optional.of(factor) : Optional.empty();
    }
}
