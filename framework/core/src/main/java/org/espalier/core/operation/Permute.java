package org.espalier.core.operation;

import java.util.List;
import java.util.function.ToLongFunction;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Value;
import org.espalier.core.model.StatisticSpec;

/**
 * Puts features in an order that is learned in the first batches of training and then stays.
 *
 * @param scores of every place for every feature, {@code [features][places]}: what is learned, and then the permutation itself
 * @param batches in which it is learned
 * @param noise what the Gumbel numbers are multiplied by that each of them adds to the scores it sees
 */
public record Permute(String label, Value input, Value output, StatisticSpec scores, int batches, double noise)
        implements Operation {
    /** Most features: the way through all rounds is kept in memory. */
    public static final int MOST = 64;

    /** Rounds of the last batch that learns. */
    static final int MOST_ROUNDS = 150;

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        return 8L * input.features() * input.features() * (2 * MOST_ROUNDS + 5);
    }

    @Override
    public Pass bind(Binding binding) {
        return new PermutePass(this, binding);
    }
}
