package org.espalier.api.loop;

import org.espalier.api.RandomStream;
import org.osgi.annotation.versioning.ProviderType;

/** What a phase knows of its training examples, which are numbered from 0 in an order that never changes. */
@ProviderType
public interface ExampleView {
    /** How many there are. */
    int count();

    /** The number of the epoch that begins, from 0. */
    int epoch();

    /** In how many steps of the phase an example was. */
    int seen(int id);

    /**
     * The loss of an example when it was last seen, before the step of that time, as the mean over its positions that have a
     * label; NaN when it was not seen.
     */
    float loss(int id);

    /** Whether the largest output was that of its class when it was last seen, at all of its positions that have a label. */
    boolean correct(int id);

    /**
     * How often it was wrong after it had been right the time before (Toneva et al., "An Empirical Study of Example Forgetting
     * during Deep Neural Network Learning", ICLR 2019).
     */
    int forgotten(int id);

    /** A stream of the phase, the same in every epoch. */
    RandomStream random();
}
