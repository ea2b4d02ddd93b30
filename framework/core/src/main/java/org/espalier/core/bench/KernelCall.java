package org.espalier.core.bench;

import org.espalier.api.EspalierException;

/**
 * A call of one kernel on arguments that are drawn already. It may be made any number of times; what is written into its own
 * input does not change how long it takes.
 *
 * @param kernel the method of {@link org.espalier.api.backend.Kernels}
 * @param shape what tells calls of one kernel apart: sizes, sparsity, function; without commas, which part names in lists
 * @param unit what its work is counted in
 * @param work operations, or bytes that are read and written at least
 * @param call makes it
 */
public record KernelCall(String kernel, String shape, Unit unit, double work, Runnable call) {
    public KernelCall {
        if (shape.contains(",")) {
            throw new EspalierException("The shape of a call has no comma, and was \"" + shape + "\".");
        }
        if (!(work > 0)) {
            throw new EspalierException("A call of " + kernel + " does some work, and was said to do " + work + ".");
        }
    }

    /** What work is counted in. */
    public enum Unit {
        /** Multiplications and additions with links and weights. */
        FLOPS,
        /** Bytes that are read and written at least. */
        BYTES
    }

    /** Kernel and shape: unique among the calls of one set. */
    public String name() {
        return shape.isEmpty() ? kernel : kernel + " " + shape;
    }
}
