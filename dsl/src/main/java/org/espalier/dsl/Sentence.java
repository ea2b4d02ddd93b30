package org.espalier.dsl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;

/**
 * One sentence of a recipe: {@code word value, value, name: value { block }}.
 *
 * @param word the word it begins with
 * @param place where the word stands
 * @param values values without a name, in order
 * @param named values with a name, in order
 * @param block the block at its end
 */
record Sentence(String word, Place place, List<Expr> values, Map<String, Named> named, Optional<Block> block) {
    Sentence {
        values = List.copyOf(values);
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /** A value with a name, and where the name stands. */
    record Named(Place key, Expr value) {}

    /**
     * Sentences between braces.
     *
     * @param variables the names before the arrow
     * @param whole whether nothing in it was refused
     */
    record Block(List<Sentence> sentences, List<Expr.Name> variables, boolean whole, Place place) {
        Block {
            sentences = List.copyOf(sentences);
            variables = List.copyOf(variables);
        }
    }
}
