package org.espalier.api.loop;

import org.osgi.annotation.versioning.ProviderType;

/** A product of the network, at every position, whose weight a {@link Transform} may change by what comes into it. */
@ProviderType
public interface ProductEditor {
    /** The weight. */
    ParameterEditor weight();

    /**
     * How many groups its rows are divided into: equally many follow each other, and each group reads other features. Of all
     * but grouped convolutions, 1.
     */
    int groups();

    /**
     * Replaces its weight W by two factors: the network will compute {@code up (down x)}, over the window with {@code down}, and at
     * each position with {@code up}, then bias and activation as before. {@code NAME.weight} becomes {@code NAME.down.weight} and
     * {@code NAME.up.weight}; what an optimizer kept of W is gone. Until the transform returns, W itself has the values of their
     * product, so that what comes into later products is what it will be.
     *
     * @param rank features between the two, at least 1, at most what {@link Transform#rank} said
     * @param down {@code [rank * columns]}, row by row, finite
     * @param up {@code [rows * rank]}, row by row, finite
     * @throws org.espalier.api.EspalierException when the weight is not dense, or {@link Transform#rank} said nothing
     */
    void factorise(int rank, float[] down, float[] up);

    /**
     * Measures what comes into it, now, in the network as it is: what was changed before is in it.
     *
     * @return the sums that {@link Transform#needs} names
     * @throws org.espalier.api.EspalierException when it names none, the sums are not finite, or there is no memory for so
     *     many columns
     */
    InputStatistics inputs();
}
