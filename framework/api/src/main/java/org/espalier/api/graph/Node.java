package org.espalier.api.graph;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** A value of the graph: features at each position of each example. */
@ProviderType
public interface Node {
    /** The number of features. */
    int features();

    /**
     * The positions of one example: empty where there is one position, {@code [steps]} for a sequence,
     * {@code [height, width]} for a picture.
     */
    List<Integer> grid();
}
