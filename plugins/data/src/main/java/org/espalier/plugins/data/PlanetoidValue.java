package org.espalier.plugins.data;

import java.util.Optional;
import org.espalier.plugins.data.pickle.PickleValue;
import org.espalier.plugins.data.pickle.PickleValue.Table;

/** What the pickles of the Planetoid data make beyond plain values. What can be filled later knows the byte it was made at. */
sealed interface PlanetoidValue extends PickleValue.Made {
    /** The things of Python a pickle may name. */
    enum Name implements PlanetoidValue {
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

    /** The type of an array's elements: 32 bits with the lowest byte first, once that was said. */
    final class ElementType implements PlanetoidValue {
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
    final class Elements implements PlanetoidValue {
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
    final class Matrix implements PlanetoidValue {
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
