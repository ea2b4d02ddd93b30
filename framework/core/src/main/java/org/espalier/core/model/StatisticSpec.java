package org.espalier.core.model;

/**
 * Numbers of features that follow those of the batches, before they exist. They are not trained, but stored like what is.
 *
 * @param start what all of them start at
 * @param momentum how much of the way to the batch's they go in a step
 */
public record StatisticSpec(String name, int size, double start, double momentum) implements ParameterSpec {
    /** Its name without the last part, as that of a weight beside it. */
    @Override
    public String layer() {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
