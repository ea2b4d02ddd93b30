package org.espalier.core.trace;

import java.util.Optional;
import java.util.function.IntFunction;
import org.espalier.api.border.ExampleGraph;

/**
 * What a network is told of the data it is for, beside their shape.
 *
 * @param links between the examples, where the data have such
 * @param tokens how often each token below a number stands in the training examples
 */
public record DataFacts(Optional<ExampleGraph> links, IntFunction<long[]> tokens) {
    /** Of data nobody knows, which hold no tokens. */
    public static final DataFacts NONE = new DataFacts(Optional.empty(), long[]::new);
}
