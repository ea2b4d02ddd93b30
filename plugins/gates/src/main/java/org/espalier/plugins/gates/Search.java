package org.espalier.plugins.gates;

import org.espalier.api.EspalierException;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;

/**
 * Learns which expert stands where a gate points (the local search of Ibrahim et al., "COMET", KDD 2023): one order for the whole
 * gate.
 *
 * @param batches in which it is learned; 0: every expert stays where it is
 * @param noise what the Gumbel numbers of a batch are multiplied by
 */
record Search(int batches, double noise) {
    /** What recipes read of it. */
    static final String DOC =
            "Batches at the beginning of training in which the order of the experts is learned, each position seeing all of them; 0 leaves them in theirs. A hundredth to a tenth of an epoch is usual.";

    /** What recipes read of its noise. */
    static final String NOISE_DOC =
            "What the Gumbel noise is multiplied by that the scores of an order have in a batch of its search, so that it tries other orders too; they move by 0.001 a batch.";

    /** Most experts the graph can put in order. */
    private static final int MOST = 64;

    /** Most experts of a position, when the gate itself points to so many. */
    int routes(int gated, int experts) {
        if (batches > 0 && experts > MOST) {
            throw new EspalierException("The order of " + experts + " experts cannot be searched, that of " + MOST
                    + " at most can; take 'search: 0'.");
        }
        if (batches == 0 && noise > 0) {
            throw new EspalierException("Noise of " + noise
                    + " is for the search of an order, and none is searched; say for how many batches: search: 50");
        }
        return batches > 0 ? experts : gated;
    }

    Node ordered(GraphBuilder graph, Node gates) {
        return batches > 0 ? graph.permute(gates, "gate.order", batches, noise) : gates;
    }
}
