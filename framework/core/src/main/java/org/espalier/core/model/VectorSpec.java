package org.espalier.core.model;

/**
 * Trained numbers of features before they exist.
 *
 * @param start what all of them start at
 */
public record VectorSpec(String name, int size, double start) implements ParameterSpec {}
