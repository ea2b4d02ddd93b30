package org.espalier.plugins.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ExampleGraph;
import org.espalier.plugins.data.PlanetoidValue.Elements;
import org.espalier.plugins.data.PlanetoidValue.Matrix;
import org.espalier.plugins.data.pickle.PickleReader;
import org.espalier.plugins.data.pickle.PickleValue;
import org.espalier.plugins.data.pickle.PickleValue.Sequence;
import org.espalier.plugins.data.pickle.PickleValue.Table;
import org.espalier.plugins.data.pickle.PickleValue.Text;
import org.espalier.plugins.data.pickle.PickleValue.Tuple;
import org.espalier.plugins.data.pickle.PickleValue.Whole;

/** One file of a Planetoid data set, read and checked. */
record PlanetoidFile(Path path) {
    private static final String ROLE = "a part of the Planetoid data";

    /**
     * Classes of nodes.
     *
     * @param classes how many there are
     * @param labels {@code [nodes]}, each in [0, classes), or -1 for a node without a class
     */
    record Labels(int classes, int[] labels) {}

    private PickleValue pickle() {
        return new PickleReader(path, new InputFile(path, ROLE).bytes(), 0, new PlanetoidObjects(path)).readWhole();
    }

    /** Features: a sparse matrix with one row for each node. */
    SparseRows features() {
        PickleValue found = pickle();
        if (!(found instanceof Matrix matrix && matrix.content.isPresent())) {
            throw wrong(0, "a sparse matrix is wanted here, not " + found.kind());
        }
        Table parts = matrix.content.get();
        if (!(parts.entries.get(new Text("_shape")) instanceof Tuple shape
                && shape.items().size() == 2
                && shape.items().get(0) instanceof Whole rows
                && shape.items().get(1) instanceof Whole columns
                && rows.index() >= 0
                && columns.index() > 0)) {
            throw wrong(parts.at, "the matrix has no rows and columns");
        }
        SparseRows read = new SparseRows(
                columns.index(),
                part(parts, "indptr", false).ints(),
                part(parts, "indices", false).ints(),
                part(parts, "data", true).floats());
        requireRows(parts.at, read, rows.index());
        return read;
    }

    private ElementContent part(Table parts, String name, boolean floating) {
        if (parts.entries.get(new Text(name)) instanceof Elements array) {
            Optional<ElementContent> content = array.content;
            if (content.isPresent()
                    && content.get().floating() == floating
                    && content.get().shape().length == 1) {
                return content.get();
            }
        }
        throw wrong(
                parts.at,
                "part '" + name + "' of the matrix is not a row of " + (floating ? "floats" : "whole numbers"));
    }

    private void requireRows(int at, SparseRows read, int rows) {
        int[] starts = read.starts();
        if (starts.length != rows + 1L
                || starts[0] != 0
                || starts[rows] != read.positions().length
                || read.values().length != read.positions().length) {
            throw wrong(at, "the parts of the matrix of " + rows + " rows do not fit together");
        }
        for (int row = 0; row < rows; row++) {
            if (starts[row + 1] < starts[row]) {
                throw wrong(at, "row " + row + " of the matrix ends before it begins");
            }
        }
        for (int i = 0; i < read.positions().length; i++) {
            int column = read.positions()[i];
            if (column < 0 || column >= read.columns() || !Float.isFinite(read.values()[i])) {
                throw wrong(
                        at,
                        "entry " + i + " of the matrix is " + read.values()[i] + " in column " + column
                                + ", of columns 0 to " + (read.columns() - 1));
            }
        }
    }

    /** Labels: a row for each node, 1 at its class and 0 elsewhere, or all 0. */
    Labels labels() {
        PickleValue found = pickle();
        if (!(found instanceof Elements array
                && array.content.isPresent()
                && !array.content.get().floating()
                && array.content.get().shape().length == 2)) {
            throw wrong(0, "rows of whole numbers, one for each node, are wanted here, not " + found.kind());
        }
        ElementContent content = array.content.get();
        int[] cells = content.ints();
        int classes = content.shape()[1];
        int[] labels = new int[classes == 0 ? 0 : content.shape()[0]];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = label(array.at, cells, row, classes);
        }
        return new Labels(classes, labels);
    }

    private int label(int at, int[] cells, int row, int classes) {
        int label = -1;
        for (int c = 0; c < classes; c++) {
            int cell = cells[row * classes + c];
            if (cell != 0 && (cell != 1 || label >= 0)) {
                throw wrong(at, "row " + row + " of the array should hold a single 1 and zeros");
            }
            label = cell == 1 ? c : label;
        }
        return label;
    }

    /** Links: a dictionary with the neighbours of every node; made symmetric, each link once, without self links. */
    ExampleGraph graph() {
        PickleValue found = pickle();
        if (!(found instanceof Table table)) {
            throw wrong(0, "a dictionary of the neighbours of each node is wanted here, not " + found.kind());
        }
        LinkList links = new LinkList(table.entries.size());
        for (Map.Entry<PickleValue, PickleValue> entry : table.entries.entrySet()) {
            int node = node(table.at, entry.getKey(), links.nodes());
            if (!(entry.getValue() instanceof Sequence list)) {
                throw wrong(
                        table.at,
                        "node " + node + " should have a list of neighbours, not "
                                + entry.getValue().kind());
            }
            for (PickleValue neighbour : list.items) {
                links.add(node, node(list.at, neighbour, links.nodes()));
            }
        }
        return links.graph();
    }

    private int node(int at, PickleValue value, int nodes) {
        if (value instanceof Whole number && number.index() >= 0 && number.index() < nodes) {
            return number.index();
        }
        throw wrong(
                at,
                "nodes should have numbers from 0 to " + (nodes - 1) + ", but there is "
                        + (value instanceof Whole number ? "number " + number.value() : value.kind()));
    }

    /**
     * Numbers of nodes, one a line.
     *
     * @param from least number allowed
     * @param to end of those allowed
     */
    int[] nodes(int from, int to) {
        String text = new String(new InputFile(path, ROLE).bytes(), StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r?\n", -1);
        int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        int[] nodes = new int[count];
        boolean[] seen = new boolean[to - from];
        for (int line = 0; line < count; line++) {
            int node = lines[line].matches("[0-9]{1,9}") ? Integer.parseInt(lines[line]) : -1;
            if (node < from || node >= to || seen[node - from]) {
                throw new EspalierException(path + ":" + (line + 1) + " should be the number of a node from " + from
                        + " to " + (to - 1) + " that stands on no other line.");
            }
            seen[node - from] = true;
            nodes[line] = node;
        }
        return nodes;
    }

    private EspalierException wrong(int at, String sentence) {
        return new EspalierException(path + ": byte " + at + ": " + sentence + ".");
    }
}
