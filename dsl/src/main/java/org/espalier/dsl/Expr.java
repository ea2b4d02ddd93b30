package org.espalier.dsl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.diagnostic.Place;

/** A value as it is written, before names are looked up and arithmetic is done. */
sealed interface Expr {
    Place place();

    /** A number. */
    record Number(double value, boolean whole, Place place) implements Expr {}

    /** A string. */
    record Text(String value, Place place) implements Expr {}

    /** {@code true} or {@code false}. */
    record Flag(boolean value, Place place) implements Expr {}

    /** A string with values in it: {@code "fc$i"}. */
    record Template(List<Expr> parts, Place place) implements Expr {
        public Template {
            parts = List.copyOf(parts);
        }
    }

    /** The name of a param or of the variable of a repeat. */
    record Name(String name, Place place) implements Expr {}

    /** Two values joined by {@code + - * / % **}. */
    record Arithmetic(String operator, Expr left, Expr right, Place place) implements Expr {}

    /** A minus in front of a value. */
    record Negative(Expr value, Place place) implements Expr {}

    /** A list. */
    record Items(List<Expr> values, Place place) implements Expr {
        public Items {
            values = List.copyOf(values);
        }
    }

    /** A map: {@code [sparsity: 0.9]}. */
    record Entries(Map<String, Sentence.Named> entries, Place place) implements Expr {
        public Entries {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** A word with values of its own: {@code epochs(3)}, {@code cubic(from: 0, to: 0.9)}. */
    record Call(Sentence sentence) implements Expr {
        @Override
        public Place place() {
            return sentence.place();
        }
    }

    /** Something that was refused, and told, already. */
    record Refused(Place place) implements Expr {}
}
