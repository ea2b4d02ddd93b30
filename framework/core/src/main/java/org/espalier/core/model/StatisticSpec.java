package org.espalier.core.model;

import java.util.List;

/**
 * Numbers of features that follow those of the batches, before they exist. They are not trained, but stored like what is.
 *
 * @param start what all of them start at, where they have no starts of their own
 * @param momentum how much of the way to the batch's they go in a step
 * @param starts what each starts at; empty: all at the same
 */
public record StatisticSpec(String name, int size, double start, double momentum, List<Integer> starts)
        implements ParameterSpec {
    public StatisticSpec {
        starts = List.copyOf(starts);
        if (!starts.isEmpty() && starts.size() != size) {
            throw new IllegalArgumentException(
                    name + " has " + size + " numbers, and starts for " + starts.size() + " of them");
        }
    }

    /** Numbers that all start at the same. */
    public StatisticSpec(String name, int size, double start, double momentum) {
        this(name, size, start, momentum, List.of());
    }

    /** Its name without the last part, as that of a weight beside it. */
    @Override
    public String layer() {
        return name.substring(0, name.lastIndexOf('.'));
    }
}
