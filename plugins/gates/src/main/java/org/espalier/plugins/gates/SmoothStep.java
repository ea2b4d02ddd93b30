package org.espalier.plugins.gates;

import java.util.Optional;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;

/**
 * Decisions that come to an end (Hazimeh et al., "The Tree Ensemble Layer", ICML 2020): with a width γ the share of a logit t is
 * 0 below -γ/2, 1 above γ/2, and {@code 1/2 + u (3/2 - 2 u²)} with u = t / γ between, which has no slope at the ends.
 *
 * @param width γ
 */
record SmoothStep(double width) {
    /** Keeps the logarithm of a share of 0 finite, as the papers' programs do. */
    private static final double GUARD = 1e-8;

    /** The shares of logits; outside of the width exactly 0 and 1. */
    Node of(GraphBuilder graph, Node logits) {
        Node u = graph.unary(graph.unary(logits, Unary.SCALE, 1 / width), Unary.CLAMP, -0.5, 0.5);
        Node bent = graph.unary(graph.unary(graph.unary(u, Unary.SQUARE), Unary.SCALE, -2), Unary.SHIFT, 1.5);
        return graph.unary(graph.multiply(u, bent), Unary.SHIFT, 0.5);
    }

    /** So many logits, or scores, of what comes in. */
    static Node product(GraphBuilder graph, Node input, String name, int rows) {
        return graph.linear(
                input,
                graph.weight(name + ".weight", rows, input.features(), Initialisation.SMALL_NORMAL),
                Optional.of(graph.vector(name + ".bias", rows, 0)));
    }

    /**
     * Presses for decisions: adds the mean over positions of {@code -Σ v log v} to the loss.
     *
     * @param shares that sum to 1 for each decision
     */
    static void decide(GraphBuilder graph, Node shares, double weight) {
        if (weight > 0) {
            Node logarithm = graph.unary(graph.unary(shares, Unary.SHIFT, GUARD), Unary.LOG);
            graph.penalty(graph.multiply(shares, logarithm), -weight);
        }
    }
}
