package org.espalier.core.model;

/**
 * Trained numbers of features before they exist.
 *
 * @param start what all of them start at
 */
public record VectorSpec(String name, int size, double start) implements ParameterSpec {
    /** Its name without the last part, as that of a weight beside it. */
    @Override
    public String layer() {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
