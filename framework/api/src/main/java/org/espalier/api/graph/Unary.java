package org.espalier.api.graph;

/** Functions of each element beside {@link Activation}; some have constants. */
public enum Unary {
    /** |x|; the derivative at 0 is 0. */
    ABS(0),
    /** x². */
    SQUARE(0),
    /** The square root; NaN below 0. The derivative at 0 is taken as 0. */
    SQRT(0),
    /** 1 / x; infinite at 0. */
    RECIPROCAL(0),
    /** e to the power of x, with x kept from -87.3 to 88.3. */
    EXP(0),
    /** The natural logarithm; NaN below 0, and from 0 to the smallest normal float, 1.2e-38, that of the latter. */
    LOG(0),
    /** x kept from the first constant to the second; the derivative at the ends is 1. */
    CLAMP(2),
    /** x times the constant. */
    SCALE(1),
    /** x plus the constant. */
    SHIFT(1),
    /** x where x &gt; 0, else x times the constant, which is the derivative at 0. */
    LEAKY_RELU(1);

    private final int constants;

    Unary(int constants) {
        this.constants = constants;
    }

    /** How many constants it has. */
    public int constants() {
        return constants;
    }
}
