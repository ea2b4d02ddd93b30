package org.espalier.api.border;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A list of examples with stable ids 0 … count - 1. Safe to read from several threads.
 */
@ConsumerType
public interface Examples {
    int count();

    /**
     * Writes the features of an example.
     *
     * @param id in [0, count)
     * @param out {@code [features]}
     */
    void features(int id, float[] out);

    /** The class of an example, or -1 where the targets are numbers. */
    int label(int id);

    /**
     * Writes the numeric target of an example; for class labels, one-hot.
     *
     * @param out {@code [targets]}
     */
    void target(int id, float[] out);
}
