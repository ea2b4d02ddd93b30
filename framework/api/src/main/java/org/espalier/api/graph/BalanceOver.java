package org.espalier.api.graph;

/** Over which examples the routes to experts are counted for {@link GraphBuilder#balance}. */
public enum BalanceOver {
    /** Those of a batch. */
    BATCH,
    /** Those of all batches of a step so far, where a step accumulates the gradients of several. */
    STEP
}
