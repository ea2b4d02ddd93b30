package org.espalier.core.surgery;

import org.espalier.core.graph.Model;

/** A change of a model's form that can be made again from what is written of it. */
public sealed interface Surgery permits Factorised, Merged, Removed {
    /**
     * The model after it.
     *
     * @throws IllegalArgumentException when it cannot be made on this one
     */
    Model model(Model before);
}
