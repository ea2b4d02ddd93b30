package org.espalier.api.graph;

import org.osgi.annotation.versioning.ConsumerType;

/** The first value of each link of a weight. */
@ConsumerType
@FunctionalInterface
public interface StartValue {
    /**
     * The first value of a link, finite as a float.
     *
     * @param row the output it leads to
     * @param column the input it comes from (of a convolution: input channel times taps plus tap)
     */
    double at(int row, int column);
}
