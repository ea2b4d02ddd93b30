package org.espalier.core.program;

import java.util.List;
import org.espalier.core.graph.DenseGradient;
import org.espalier.core.graph.WeightPass;

/**
 * The gradient of a weight that several passes share.
 *
 * @param passes in the order of the backward pass; each but the first adds to what is there
 */
record SharedGradient(List<WeightPass> passes) implements DenseGradient {
    SharedGradient {
        passes = List.copyOf(passes);
    }

    @Override
    public long scratchBytes() {
        return passes.stream().mapToLong(WeightPass::scratchBytes).max().orElse(0);
    }

    @Override
    public void denseGradient(long scratch, long gradient, int from, int to) {
        for (int i = 0; i < passes.size(); i++) {
            passes.get(i).denseGradient(scratch, gradient, from, to);
        }
    }
}
