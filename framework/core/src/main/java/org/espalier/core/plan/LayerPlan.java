package org.espalier.core.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.espalier.api.backend.Activation;
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
            implements LayerPlan {
        /** Names of activations. */
        public static final List<String> ACTIVATIONS = Arrays.stream(Activation.values())
                .map(a -> a.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();

        /** Names of initialisations. */
        public static final List<String> INITS =
                List.of("he-normal", "he-uniform", "glorot-normal", "glorot-uniform", "zeros");
    }
}
