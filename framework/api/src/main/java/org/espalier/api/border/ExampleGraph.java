package org.espalier.api.border;

/**
 * Links between the examples of a data set, row by row: row {@code i} lists the neighbours of example {@code i}. They
 * ascend, each stands there at most once, and an example may be its own neighbour. A link from {@code i} to {@code j} says
 * nothing of one from {@code j} to {@code i}. Immutable, and safe to read from several threads.
 */
public final class ExampleGraph {
    private final int[] starts;
    private final int[] neighbours;

    /**
     * @param starts {@code [examples + 1]}: where each row begins in the neighbours, then where the last one ends
     * @param neighbours {@code [links]}: the rows, one after the other
     */
    public ExampleGraph(int[] starts, int[] neighbours) {
        this.starts = starts.clone();
        this.neighbours = neighbours.clone();
        requireRows(this.starts, this.neighbours.length);
        for (int example = 0; example < examples(); example++) {
            requireRow(example);
        }
    }

    private static void requireRows(int[] starts, int links) {
        if (starts.length == 0 || starts[0] != 0) {
            throw new IllegalArgumentException("starts of a graph begin with 0, "
                    + (starts.length == 0 ? "but there are none" : "not with " + starts[0]));
        }
        for (int row = 1; row < starts.length; row++) {
            if (starts[row] < starts[row - 1]) {
                throw new IllegalArgumentException("starts of a graph do not descend, but start " + row + " is "
                        + starts[row] + " after " + starts[row - 1]);
            }
        }
        if (starts[starts.length - 1] != links) {
            throw new IllegalArgumentException("the last start of a graph is its number of links, " + links + ", not "
                    + starts[starts.length - 1]);
        }
    }

    private void requireRow(int example) {
        int before = -1;
        for (int at = starts[example]; at < starts[example + 1]; at++) {
            int neighbour = neighbours[at];
            if (neighbour < 0 || neighbour >= examples()) {
                throw new IllegalArgumentException("neighbour " + neighbour + " of example " + example
                        + " is none of the " + examples() + " examples");
            }
            if (neighbour <= before) {
                throw new IllegalArgumentException(
                        "the neighbours of an example ascend and differ, but those of example " + example + " have "
                                + neighbour + " after " + before);
            }
            before = neighbour;
        }
    }

    /** How many examples are linked, among them those without a neighbour. */
    public int examples() {
        return starts.length - 1;
    }

    /** How many links in one direction: the sum of all degrees. */
    public int links() {
        return neighbours.length;
    }

    /**
     * How many neighbours an example has.
     *
     * @param example in [0, examples)
     */
    public int degree(int example) {
        return starts[example + 1] - starts[example];
    }

    /**
     * A neighbour of an example.
     *
     * @param example in [0, examples)
     * @param k in [0, degree), ascending with the neighbour
     */
    public int neighbour(int example, int k) {
        if (k < 0 || k >= degree(example)) {
            throw new IndexOutOfBoundsException(
                    "neighbour " + k + " of example " + example + ", which has " + degree(example));
        }
        return neighbours[starts[example] + k];
    }
}
