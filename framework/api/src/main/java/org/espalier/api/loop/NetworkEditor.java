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
     * The products whose weights are of the layers the recipe selects, in the order of computation: a calibration walk. Their
     * inputs are measured on training examples as evaluation sees them, without augmentation or dropout and with running
     * statistics that stay as they are; on the same examples for all of them.
     *
     * @param examples how many, at least 1, drawn at random; all when there are not so many. Of examples that see each other
     *     all take part, and those that have a label are measured.
     */
    List<ProductEditor> walk(int examples);

    /**
     * Measures the network as it is on the validation examples.
     *
     * @return {@code loss} and every metric of the run, by name
     * @throws org.espalier.api.EspalierException when the recipe holds out no validation examples
     */
    Map<String, Double> measure();

    /**
     * Trains the network as it is, with the batch, the loss and the optimizer of the phase before, which begins anew: what it
     * kept for each value is gone then. Links do not move. Who wants to go back keeps {@link ParameterEditor#values} before.
     *
     * @param steps at least 1
     * @param learningRate of all of them, above 0
     * @return the mean loss of the steps; of more than an epoch, of the last one
     * @throws org.espalier.api.EspalierException when the loss becomes infinite or NaN
     */
    double train(int steps, double learningRate);

    /** A stream of its own for this use of the transform. */
    RandomStream random();
}
