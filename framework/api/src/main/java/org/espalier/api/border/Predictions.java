package org.espalier.api.border;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Outputs of the model for a batch of examples, beside what was wanted. Where every position of an example has a label, each
 * position that counts is an example of its own here. Examples that do not count are left out.
 */
@ProviderType
public interface Predictions {
    /** How many examples. */
    int count();

    /** Outputs per example: classes, or numeric targets. */
    int outputs();

    /** An output (a logit for classification) of an example. */
    float output(int example, int feature);

    /** The class of an example, or -1 where the targets are numbers. */
    int label(int example);

    /** A numeric target of an example; for class labels, one-hot. */
    float target(int example, int feature);
}
