package org.espalier.plugins.gates;

import org.espalier.api.EspalierException;
import org.espalier.api.graph.BalanceOver;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;

/**
 * Gates of the largest logits, and what is added to the loss for them.
 *
 * @param routes how many logits are kept
 * @param renormalize whether the kept gates sum to 1; not with one route
 * @param balance weight of the balancing loss
 * @param over what routes are counted over for it
 * @param importance weight of the variation of the sums of gates
 * @param zLoss weight of the squared logarithm of the sum of exponentials (Zoph et al., "ST-MoE", 2022)
 * @param capacity how many times its even share an expert has room for in training; 0: for all
 * @param evaluationCapacity the same outside of training
 */
record Kept(
        int routes,
        boolean renormalize,
        double balance,
        BalanceOver over,
        double importance,
        double zLoss,
        double capacity,
        double evaluationCapacity) {
    /** What recipes read of the first. */
    static final String CAPACITY_DOC =
            "How many times its even share of a batch an expert has room for in training; positions that find no room are dropped by that expert. 0 drops none; 1.25 is usual.";

    /** What recipes read of the second. */
    static final String EVALUATION_CAPACITY_DOC =
            "The same where nothing is trained, and what is told of a position then depends on others of its batch. 0 drops none; 2 is usual.";

    int routes(int experts) {
        if (routes > experts) {
            throw new EspalierException("A position cannot go to " + routes + " experts, there are " + experts + ".");
        }
        return routes;
    }

    Node gates(GraphBuilder graph, Node logits) {
        Node all = graph.softmax(logits, logits.features());
        Node gates = renormalize && routes > 1 ? graph.softmax(logits, routes) : graph.topK(all, routes);
        if (balance > 0) {
            graph.balance(all, gates, balance, over);
        }
        if (importance > 0) {
            graph.variation(gates, importance);
        }
        if (zLoss > 0) {
            graph.penalty(graph.unary(logSum(graph, logits, all), Unary.SQUARE), zLoss);
        }
        return capacity > 0 || evaluationCapacity > 0
                ? graph.capacity(gates, routes, capacity, evaluationCapacity)
                : gates;
    }

    /** The largest logit less the logarithm of its probability, which is at least 1 in the number of experts: no exponential overflows. */
    private static Node logSum(GraphBuilder graph, Node logits, Node probabilities) {
        Node missing = graph.unary(graph.unary(graph.featureMax(probabilities), Unary.LOG), Unary.SCALE, -1);
        return graph.add(graph.featureMax(logits), missing);
    }
}
