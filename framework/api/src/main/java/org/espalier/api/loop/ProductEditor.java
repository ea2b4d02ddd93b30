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
     * Measures what comes into it, now, in the network as it is: what was changed before is in it.
     *
     * @return the sums that {@link Transform#needs} names
     * @throws org.espalier.api.EspalierException when it names none, the sums are not finite, or there is no memory for so
     *     many columns
     */
    InputStatistics inputs();
}
