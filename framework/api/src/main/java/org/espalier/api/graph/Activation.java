package org.espalier.api.graph;

/**
 * Elementwise functions of one input, each with a word in recipes; their derivatives need nothing but the output or the input.
 */
public enum Activation implements ActivationFunction {
    /** The input itself. */
    NONE,
    /** max(x, 0); the derivative at 0 is 0. */
    RELU,
    /** x where x &gt; 0, else x / 100. */
    LEAKY_RELU,
    /** Hyperbolic tangent. */
    TANH,
    /** 1 / (1 + exp(-x)). */
    SIGMOID,
    /** x · sigmoid(x) (Ramachandran, Zoph and Le, 2017). */
    SILU,
    /** x · Φ(x), with the normal distribution Φ (Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016). */
    GELU,
    /** x where x &gt; 0, else exp(x) - 1 (Clevert, Unterthiner and Hochreiter, ICLR 2016). */
    ELU,
    /** log(1 + exp(x)) (Dugas et al., NeurIPS 2000). */
    SOFTPLUS;

    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.activation(input, this);
    }
}
