package org.espalier.api.graph;

/** How the first values of a weight are drawn. Fan-in and fan-out count links, so a sparse weight starts as strong as a dense one. */
public enum Initialisation {
    /** Normal with variance 2 / fan-in (He et al., "Delving Deep into Rectifiers", ICCV 2015). */
    HE_NORMAL,
    /** Uniform with variance 2 / fan-in. */
    HE_UNIFORM,
    /** Normal with variance 2 / (fan-in + fan-out) (Glorot and Bengio, AISTATS 2010). */
    GLOROT_NORMAL,
    /** Uniform with variance 2 / (fan-in + fan-out). */
    GLOROT_UNIFORM,
    /** Normal with variance 1 / fan-in (LeCun et al., "Efficient BackProp", 1998). */
    LECUN_NORMAL,
    /** Uniform with variance 1 / fan-in. */
    LECUN_UNIFORM,
    /** Normal with standard deviation 0.02, the custom of language models (Radford et al., 2019). */
    SMALL_NORMAL,
    /** All zero. */
    ZEROS
}
