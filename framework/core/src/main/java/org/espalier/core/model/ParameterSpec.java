package org.espalier.core.model;

/** Something trained, before it exists. */
public sealed interface ParameterSpec permits WeightSpec, VectorSpec {
    /** Unique in the model, for example {@code fc1.weight}. */
    String name();
}
