package org.espalier.api.score;

/** What a criterion wants the engine to have ready. Values are always there. */
public enum Need {
    /** The gradient of every stored link. */
    GRADIENT,
    /** The gradient of every position, stored or not, computed in tiles of rows. */
    DENSE_GRADIENT,
    /** The share of every stored link in what flows through the network. */
    SYNAPTIC_FLOW,
    /** The Hessian of the loss times its gradient, at every stored link: three more passes over the batches of the step. */
    HESSIAN_GRADIENT
}
