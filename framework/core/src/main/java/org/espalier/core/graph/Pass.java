package org.espalier.core.graph;

import java.util.List;
import org.espalier.core.parallel.WorkerPool;

/** An operation bound to the planes of a program. Running it allocates nothing. */
public interface Pass extends AutoCloseable {
    /** Takes up parameters whose storage changed. */
    default void bind() {}

    /** Computes the output. */
    void forward(WorkerPool pool);

    /** From the gradient of the output, computes those of parameters and inputs. */
    void backward(WorkerPool pool);

    /**
     * Hands what the last forward pass measured of the batch to the running statistics, where their gradients stand. The
     * backward pass does so as well.
     */
    default void handStatistics() {}

    /** The products of weights in it, of which dense gradients can be asked for. */
    default List<WeightPass> products() {
        return List.of();
    }

    /** What the last forward pass adds to the loss in training. */
    default double loss() {
        return 0;
    }

    /** Gives back memory of its own that is not the program's. */
    @Override
    default void close() {}
}
