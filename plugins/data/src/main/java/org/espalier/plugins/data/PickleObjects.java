package org.espalier.plugins.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.plugins.data.PickleValue.Constant;
import org.espalier.plugins.data.PickleValue.ElementType;
import org.espalier.plugins.data.PickleValue.Elements;
import org.espalier.plugins.data.PickleValue.Matrix;
import org.espalier.plugins.data.PickleValue.Name;
import org.espalier.plugins.data.PickleValue.Table;
import org.espalier.plugins.data.PickleValue.Text;
import org.espalier.plugins.data.PickleValue.Tuple;
import org.espalier.plugins.data.PickleValue.Whole;

/**
 * The objects a pickle of arrays makes, and what it may make them of.
 *
 * @param path for messages
 * @param at byte of the instruction, for messages
 */
record PickleObjects(Path path, int at) {
    private static final int MOST_DIMENSIONS = 2;

    /** What calling a thing with arguments gives. */
    PickleValue made(PickleValue what, PickleValue arguments) {
        if (what instanceof Name name && arguments instanceof Tuple given) {
            return made(name, given.items());
        }
        throw wrong("only a name can be called, with a tuple; this is " + what.kind() + " with " + arguments.kind());
    }

    private PickleValue made(Name name, List<PickleValue> list) {
        return switch (name) {
            case MATRIX -> list.isEmpty() ? new Matrix(at) : refused(name);
            case NEW_ARRAY -> !list.isEmpty() && list.getFirst() == Name.ARRAY ? new Elements(at) : refused(name);
            case DICTIONARY -> list.equals(List.of(Name.LIST)) ? new Table(at) : refused(name);
            case TYPE -> type(list);
            case ARRAY, LIST -> refused(name);
        };
    }

    private PickleValue refused(Name name) {
        throw wrong(name.kind() + " cannot be called with these arguments");
    }

    private ElementType type(List<PickleValue> arguments) {
        String code = !arguments.isEmpty() && arguments.getFirst() instanceof Text text ? text.text() : "";
        return switch (code) {
            case "i4" -> new ElementType(false);
            case "f4" -> new ElementType(true);
            default -> throw wrong("elements of an array must be of the type i4 or f4");
        };
    }

    /** Gives an object its content. */
    void complete(PickleValue object, PickleValue content) {
        switch (object) {
            case Matrix matrix when content instanceof Table table -> matrix.content = Optional.of(table);
            case Elements array when content instanceof Tuple state -> array.content = Optional.of(elements(state));
            case ElementType type when content instanceof Tuple state -> complete(type, state.items());
            default -> throw wrong(object.kind() + " cannot have " + content.kind() + " as its content");
        }
    }

    private void complete(ElementType type, List<PickleValue> state) {
        if (state.size() < 2
                || !(state.get(1) instanceof Text order && order.text().equals("<"))) {
            throw wrong("the lowest byte of an element must come first (\"<\")");
        }
        type.complete = true;
    }

    /** Of version, shape, type, whether columns come first, bytes. */
    private ElementContent elements(Tuple state) {
        List<PickleValue> parts = state.items();
        if (parts.size() != 5
                || !(parts.get(1) instanceof Tuple sizes)
                || !(parts.get(2) instanceof ElementType type && type.complete)
                || parts.get(3) != Constant.FALSE
                || !(parts.get(4) instanceof Text content)) {
            throw wrong("an array must have a shape, a type, rows that come first, and a string of bytes");
        }
        int[] shape = shape(sizes.items());
        long cells = shape.length == 1 ? shape[0] : (long) shape[0] * shape[1];
        int length = content.text().length();
        if (length % Integer.BYTES != 0 || cells != length / Integer.BYTES) {
            throw wrong("an array of this shape has " + cells + " elements of " + Integer.BYTES + " bytes, but "
                    + length + " bytes are there");
        }
        return new ElementContent(shape, type.floating, content.text());
    }

    private int[] shape(List<PickleValue> sizes) {
        if (sizes.isEmpty() || sizes.size() > MOST_DIMENSIONS) {
            throw wrong("an array must have 1 or " + MOST_DIMENSIONS + " dimensions, not " + sizes.size());
        }
        int[] shape = new int[sizes.size()];
        for (int d = 0; d < shape.length; d++) {
            if (!(sizes.get(d) instanceof Whole size) || size.value() < 0) {
                throw wrong("size " + (d + 1) + " of an array must be a number, at least 0");
            }
            shape[d] = size.value();
        }
        return shape;
    }

    private EspalierException wrong(String sentence) {
        return new EspalierException(path + ": byte " + at + ": " + sentence + ".");
    }
}
