package org.espalier.core.model;

/** Something a network stores, before it exists. */
public sealed interface ParameterSpec permits WeightSpec, VectorSpec, StatisticSpec {
    /** Unique in the model, for example {@code fc1.weight}. */
    String name();

    /** What recipes select it by. */
    String layer();
}
