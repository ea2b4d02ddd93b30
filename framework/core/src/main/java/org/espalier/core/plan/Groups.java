package org.espalier.core.plan;

/** What makes a group of trained values. */
public enum Groups {
    /** One value. */
    WEIGHT,
    /** What leads to an output channel of a convolution, or to a unit: a row. */
    FILTER,
    /** The same, where one would rather say so. */
    NEURON,
    /** What leads to a head of attention: the rows of a weight of queries, keys or values that only go together. */
    HEAD,
    /** What comes from an input channel, or an input feature. */
    CHANNEL,
    /** What comes from one place of the window of an input channel: a column. */
    FILTER_SHAPE,
    /** A whole parameter. */
    LAYER;

    /** Whether the groups are rows or parts of columns, which only weights have. */
    public boolean ofWeights() {
        return switch (this) {
            case WEIGHT, LAYER -> false;
            case FILTER, NEURON, HEAD, CHANNEL, FILTER_SHAPE -> true;
        };
    }
}
