package org.espalier.core.model;

import org.espalier.api.MatrixShape;
import org.espalier.api.backend.Activation;

/**
 * A fully connected layer before it exists.
 *
 * @param name unique in the model
 * @param shape of its weight, named {@code NAME.weight}
 */
public record LayerSpec(String name, MatrixShape shape, Activation activation, boolean bias, Initialisation init) {}
