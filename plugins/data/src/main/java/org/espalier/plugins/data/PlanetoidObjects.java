package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.plugins.data.PlanetoidValue.ElementType;
import org.espalier.plugins.data.PlanetoidValue.Elements;
import org.espalier.plugins.data.PlanetoidValue.Matrix;
import org.espalier.plugins.data.PlanetoidValue.Name;
import org.espalier.plugins.data.pickle.PickleObjects;
import org.espalier.plugins.data.pickle.PickleValue;
import org.espalier.plugins.data.pickle.PickleValue.Constant;
import org.espalier.plugins.data.pickle.PickleValue.Table;
import org.espalier.plugins.data.pickle.PickleValue.Text;
import org.espalier.plugins.data.pickle.PickleValue.Tuple;
import org.espalier.plugins.data.pickle.PickleValue.Whole;

/**
 * The arrays, sparse matrices and dictionaries of lists that the pickles of the Planetoid data make.
 *
 * @param path for messages
 */
record PlanetoidObjects(Path path) implements PickleObjects {
    private static final int MOST_DIMENSIONS = 2;

    @Override
    public Optional<PickleValue> named(String python) {
        return Name.of(python).map(name -> name);
    }

    @Override
    public PickleValue outside(PickleValue id, int at) {
        throw wrong(at, "nothing of these files lies outside of the pickle");
    }

    @Override
    public PickleValue made(PickleValue what, PickleValue arguments, int at) {
        if (what instanceof Name name && arguments instanceof Tuple given) {
            return made(name, given.items(), at);
        }
        throw wrong(
                at, "only a name can be called, with a tuple; this is " + what.kind() + " with " + arguments.kind());
    }

    private PickleValue made(Name name, List<PickleValue> list, int at) {
        return switch (name) {
            case MATRIX -> list.isEmpty() ? new Matrix(at) : refused(name, at);
            case NEW_ARRAY -> !list.isEmpty() && list.getFirst() == Name.ARRAY ? new Elements(at) : refused(name, at);
            case DICTIONARY -> list.equals(List.of(Name.LIST)) ? new Table(at) : refused(name, at);
            case TYPE -> type(list, at);
            case ARRAY, LIST -> refused(name, at);
        };
    }

    private PickleValue refused(Name name, int at) {
        throw wrong(at, name.kind() + " cannot be called with these arguments");
    }

    private ElementType type(List<PickleValue> arguments, int at) {
        String code = !arguments.isEmpty() && arguments.getFirst() instanceof Text text ? text.text() : "";
        return switch (code) {
            case "i4" -> new ElementType(false);
            case "f4" -> new ElementType(true);
            default -> throw wrong(at, "elements of an array must be of the type i4 or f4");
        };
    }

    @Override
    public void complete(PickleValue object, PickleValue content, int at) {
        switch (object) {
            case Matrix matrix when content instanceof Table table -> matrix.content = Optional.of(table);
            case Elements array when content instanceof Tuple state -> array.content = Optional.of(elements(state, at));
            case ElementType type when content instanceof Tuple state -> complete(type, state.items(), at);
            default -> throw wrong(at, object.kind() + " cannot have " + content.kind() + " as its content");
        }
    }

    private void complete(ElementType type, List<PickleValue> state, int at) {
        if (state.size() < 2
                || !(state.get(1) instanceof Text order && order.text().equals("<"))) {
            throw wrong(at, "the lowest byte of an element must come first (\"<\")");
        }
        type.complete = true;
    }

    /** Of version, shape, type, whether columns come first, bytes. */
    private ElementContent elements(Tuple state, int at) {
        List<PickleValue> parts = state.items();
        if (parts.size() != 5
                || !(parts.get(1) instanceof Tuple sizes)
                || !(parts.get(2) instanceof ElementType type && type.complete)
                || parts.get(3) != Constant.FALSE
                || !(parts.get(4) instanceof Text content)) {
            throw wrong(at, "an array must have a shape, a type, rows that come first, and a string of bytes");
        }
        int[] shape = shape(sizes.items(), at);
        long cells = shape.length == 1 ? shape[0] : (long) shape[0] * shape[1];
        int length = content.text().length();
        if (length % Integer.BYTES != 0 || cells != length / Integer.BYTES) {
            throw wrong(
                    at,
                    "an array of this shape has " + cells + " elements of " + Integer.BYTES + " bytes, but " + length
                            + " bytes are there");
        }
        return new ElementContent(shape, type.floating, content.text());
    }

    private int[] shape(List<PickleValue> sizes, int at) {
        if (sizes.isEmpty() || sizes.size() > MOST_DIMENSIONS) {
            throw wrong(at, "an array must have 1 or " + MOST_DIMENSIONS + " dimensions, not " + sizes.size());
        }
        int[] shape = new int[sizes.size()];
        for (int d = 0; d < shape.length; d++) {
            if (!(sizes.get(d) instanceof Whole size) || size.index() < 0) {
                throw wrong(at, "size " + (d + 1) + " of an array must be a number, at least 0");
            }
            shape[d] = size.index();
        }
        return shape;
    }

    private EspalierException wrong(int at, String sentence) {
        return new EspalierException(path + ": byte " + at + ": " + sentence + ".");
    }
}
