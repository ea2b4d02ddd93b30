package org.espalier.api.graph;

import org.osgi.annotation.versioning.ProviderType;

/** A value of the graph: {@code [features][positions]}, positions being examples here. */
@ProviderType
public interface Node {
    /** The number of features. */
    int features();
}
