package org.espalier.api.loop;

import java.util.List;
import java.util.Map;
import org.espalier.api.RandomStream;
import org.osgi.annotation.versioning.ProviderType;

/** The network a {@link Transform} changes. What it wrote is in the network at once. */
@ProviderType
public interface NetworkEditor {
    /** The parameters and running statistics of the layers the recipe selects, in the order of the network. */
    List<ParameterEditor> parameters();

    /**
     * Measures the network as it is on the validation examples.
     *
     * @return {@code loss} and every metric of the run, by name
     * @throws org.espalier.api.EspalierException when the recipe holds out no validation examples
     */
    Map<String, Double> measure();

    /** A stream of its own for this use of the transform. */
    RandomStream random();
}
