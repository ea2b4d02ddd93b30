package org.espalier.core.graph;

import java.util.List;
import java.util.Optional;

/**
 * The positions of one example.
 *
 * @param sizes empty for one position, {@code [steps]} for a sequence, {@code [height, width]} for a picture
 * @param routing how the positions of all examples lie when they were sent to experts; the sizes are empty then
 */
public record Grid(List<Integer> sizes, Optional<Routing> routing) {
    public Grid(List<Integer> sizes) {
        this(sizes, Optional.empty());
    }

    /** One position. */
    public static final Grid POINT = new Grid(List.of());

    public Grid {
        sizes = List.copyOf(sizes);
        if (sizes.size() > 2 || sizes.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException("a grid has at most two sizes of at least 1, was " + sizes);
        }
    }

    /** Rows of a picture; 1 for a sequence. */
    public int height() {
        return sizes.size() == 2 ? sizes.getFirst() : 1;
    }

    /** Columns of a picture, or steps of a sequence. */
    public int width() {
        return sizes.isEmpty() ? 1 : sizes.getLast();
    }

    public int positions() {
        return Math.multiplyExact(height(), width());
    }

    /** A grid like this one of another size: of a picture a picture, of a sequence a sequence. */
    public Grid resized(int height, int width) {
        return switch (sizes.size()) {
            case 2 -> new Grid(List.of(height, width));
            case 1 -> new Grid(List.of(width));
            default -> POINT;
        };
    }
}
