package org.espalier.plugins.data.pickle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link PickleReader} makes of a pickle; there is nothing else a pickle can ask for. What can be filled later knows the
 * byte it was made at.
 */
public sealed interface PickleValue {
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

    /** What reads pickles of a kind makes of them beyond plain values. */
    non-sealed interface Made extends PickleValue {}

    /** A whole number. */
    record Whole(long value) implements PickleValue {
        /** The number as a size or the place of something; -1 when it cannot be one. */
        public int index() {
            return value >= 0 && value <= Integer.MAX_VALUE ? (int) value : -1;
        }

        @Override
        public String kind() {
            return "a number";
        }
    }

    /** Any other number. */
    record Real(double value) implements PickleValue {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** A string; one of bytes has each as the character of that number. */
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
        /** The byte it was made at. */
        public final int at;

        public final List<PickleValue> items = new ArrayList<>();

        public Sequence(int at) {
            this.at = at;
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Values by number or string, filled while they are read. */
    final class Table implements PickleValue {
        /** The byte it was made at. */
        public final int at;

        public final Map<PickleValue, PickleValue> entries = new LinkedHashMap<>();

        public Table(int at) {
            this.at = at;
        }

        @Override
        public String kind() {
            return "a dictionary";
        }
    }
}
