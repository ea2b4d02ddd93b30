package org.espalier.api.loop;

import org.osgi.annotation.versioning.ProviderType;

/** The groups a {@link Regularizer} looks at: those of the first selected parameter, then those of the next. */
@ProviderType
public interface GroupView {
    /** How many groups there are. */
    int count();

    /** How many values a group has, 0 where no link of it is stored. */
    int size(int group);

    /** Multiply-adds times two that the values of a group take for an example. */
    double flops(int group);

    /** The learning rate of a group in this step times the strength of the penalty, at least 0. */
    double step(int group);

    /** How many parameters are selected. */
    int parameters();

    /** The first group of a parameter; {@code first(parameters())} is {@link #count}. */
    int first(int parameter);
}
