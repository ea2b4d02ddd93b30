package org.espalier.api.graph;

import org.espalier.api.RandomStream;

/**
 * Usual starts of weights, each with a word in recipes. Fan-in and fan-out count links, on average over the weight, so a sparse
 * weight starts as strong as a dense one.
 */
public enum Initialisation implements StartValues {
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
    ZEROS;

    private static final double SMALL = 0.02;

    @Override
    public StartValue start(WeightLinks links, RandomStream random) {
        double deviation = deviation(links);
        return switch (this) {
            case HE_NORMAL, GLOROT_NORMAL, LECUN_NORMAL, SMALL_NORMAL ->
                (row, column) -> deviation * random.gaussian(links.position(row, column));
            case HE_UNIFORM, GLOROT_UNIFORM, LECUN_UNIFORM ->
                (row, column) ->
                        deviation * ((2 * random.uniform(links.position(row, column)) - 1) * StrictMath.sqrt(3));
            case ZEROS -> (row, column) -> 0;
        };
    }

    private double deviation(WeightLinks links) {
        return switch (this) {
            case HE_NORMAL, HE_UNIFORM -> StrictMath.sqrt(2 / links.fanIn());
            case GLOROT_NORMAL, GLOROT_UNIFORM -> StrictMath.sqrt(2 / (links.fanIn() + links.fanOut()));
            case LECUN_NORMAL, LECUN_UNIFORM -> StrictMath.sqrt(1 / links.fanIn());
            case SMALL_NORMAL -> SMALL;
            case ZEROS -> 0;
        };
    }
}
