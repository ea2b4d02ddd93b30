package org.espalier.core.kernel;

import org.espalier.api.graph.Activation;

/** What is done to a row of sums before the next row: nothing, max(x, 0), +0 where the mask is not positive, or both. */
enum Epilogue {
    NONE,
    RELU,
    MASK,
    RELU_MASK;

    static Epilogue of(Activation activation, long mask) {
        return switch (activation) {
            case NONE -> mask == 0 ? NONE : MASK;
            case RELU -> mask == 0 ? RELU : RELU_MASK;
            case LEAKY_RELU, TANH, SIGMOID, SILU, GELU, ELU, SOFTPLUS ->
                throw new IllegalArgumentException("products are fused with NONE or RELU, was " + activation);
        };
    }

    boolean relu() {
        return this == RELU || this == RELU_MASK;
    }
}
