package org.espalier.plugins.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link PickleReader} makes of a pickle; there is nothing else a pickle can ask for. What can be filled later knows the
 * byte it was made at.
 */
sealed interface PickleValue {
    /** In words, for messages. */
    String kind();

    /** Values without content. */
    enum Constant implements PickleValue {
        NONE,
        FALSE,
        TRUE;

        @Override
        public String kind() {
            return "a constant";
        }
    }

    /** The things of Python a pickle may name. */
    enum Name implements PickleValue {
        MATRIX("scipy.sparse.csr csr_matrix"),
        ARRAY("numpy ndarray"),
        NEW_ARRAY("numpy.core.multiarray _reconstruct"),
        TYPE("numpy dtype"),
        DICTIONARY("collections defaultdict"),
        LIST("__builtin__ list");

        private final String python;

        Name(String python) {
            this.python = python;
        }

        /** The thing of that module and name. */
        static Optional<Name> of(String python) {
            for (Name name : values()) {
                if (name.python.equals(python)) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        }

        @Override
        public String kind() {
            return "the name " + python;
        }
    }

    /** A whole number. */
    record Whole(int value) implements PickleValue {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** A string of bytes, each as the character of that number. */
    record Text(String text) implements PickleValue {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /** Values that stay as they are. */
    record Tuple(List<PickleValue> items) implements PickleValue {
        public Tuple {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a tuple of " + items.size();
        }
    }

    /** A list, filled while it is read. */
    final class Sequence implements PickleValue {
        final int at;
        final List<PickleValue> items = new ArrayList<>();

        Sequence(int at) {
            this.at = at;
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Values by number or string, filled while they are read. */
    final class Table implements PickleValue {
        final int at;
        final Map<PickleValue, PickleValue> entries = new LinkedHashMap<>();

        Table(int at) {
            this.at = at;
        }

        @Override
        public String kind() {
            return "a dictionary";
        }
    }

    /** The type of an array's elements: 32 bits with the lowest byte first, once that was said. */
    final class ElementType implements PickleValue {
        final boolean floating;
        boolean complete;

        ElementType(boolean floating) {
            this.floating = floating;
        }

        @Override
        public String kind() {
            return "a type of elements";
        }
    }

    /** An array; its content comes after it was made. */
    final class Elements implements PickleValue {
        final int at;
        Optional<ElementContent> content = Optional.empty();

        Elements(int at) {
            this.at = at;
        }

        @Override
        public String kind() {
            return "an array";
        }
    }

    /** A sparse matrix; its content comes after it was made. */
    final class Matrix implements PickleValue {
        final int at;
        Optional<Table> content = Optional.empty();

        Matrix(int at) {
            this.at = at;
        }

        @Override
        public String kind() {
            return "a matrix";
        }
    }
}
