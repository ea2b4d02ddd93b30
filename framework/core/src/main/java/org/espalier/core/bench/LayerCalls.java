package org.espalier.core.bench;

import java.util.List;

/**
 * The three products of a linear layer's training step.
 *
 * @param size of the layer
 * @param sparsity share of links it lacks
 * @param gradients both gradients of its links at once
 */
public record LayerCalls(
        LayerSize size,
        double sparsity,
        ProductCalls forward,
        ProductCalls inputGradient,
        ProductCalls weightGradient,
        KernelCall gradients) {
    /**
     * One product with links, and every way the backend has to make it with all weights.
     *
     * @param dense at least one
     */
    public record ProductCalls(KernelCall sparse, List<KernelCall> dense) {
        public ProductCalls {
            dense = List.copyOf(dense);
        }
    }
}
