package org.espalier.api.graph;

import org.espalier.api.MatrixShape;
import org.osgi.annotation.versioning.ProviderType;

/** A trained matrix of links, which a recipe can make sparse. */
@ProviderType
public interface Weight {
    MatrixShape shape();
}
