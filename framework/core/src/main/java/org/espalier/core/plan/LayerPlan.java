package org.espalier.core.plan;

import org.espalier.core.diagnostic.Place;

/** A layer as the recipe says it. */
public sealed interface LayerPlan {
    Place place();

    /** From {@code [height, width, channels]} to {@code [features]}. */
    record Flatten(Place place) implements LayerPlan {}

    /**
     * A fully connected layer.
     *
     * @param name unique in the model
     * @param units output features
     * @param activation the name of an activation, {@code none} for none
     * @param bias whether it has one
     * @param init the name of an initialisation
     */
    record Dense(String name, int units, String activation, boolean bias, String init, Place place)
            implements LayerPlan {}
}
