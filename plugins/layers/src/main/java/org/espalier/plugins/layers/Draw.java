package org.espalier.plugins.layers;

import org.espalier.api.RandomStream;

/** The distribution first values are drawn from. */
public enum Draw {
    NORMAL,
    UNIFORM;

    /** A number with mean 0 and variance 1. */
    double unit(RandomStream random, long position) {
        return switch (this) {
            case NORMAL -> random.gaussian(position);
            case UNIFORM -> (2 * random.uniform(position) - 1) * StrictMath.sqrt(3);
        };
    }
}
