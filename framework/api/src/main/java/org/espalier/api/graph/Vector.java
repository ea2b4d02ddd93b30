package org.espalier.api.graph;

import org.osgi.annotation.versioning.ProviderType;

/** Trained numbers that belong to features, such as a bias. They are stored densely and never decay. */
@ProviderType
public interface Vector {
    /** How many numbers. */
    int size();
}
