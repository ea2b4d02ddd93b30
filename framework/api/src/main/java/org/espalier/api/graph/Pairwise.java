package org.espalier.api.graph;

/** Functions of two elements, beside their sum and their product. */
public enum Pairwise {
    /** a - b. */
    SUBTRACT,
    /** a / b; not finite where b is 0. */
    DIVIDE,
    /** The smaller of the two; where they are equal, the gradient goes to a. */
    MINIMUM,
    /** The larger of the two; where they are equal, the gradient goes to a. */
    MAXIMUM
}
