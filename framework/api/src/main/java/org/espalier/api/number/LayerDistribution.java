package org.espalier.api.number;

import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/** Divides a budget of links among layers. */
@ConsumerType
@PluginKind("distribute")
public interface LayerDistribution {
    /**
     * Integer link counts, one for each layer, whose sum is {@code links}; each in [1, positions of the layer].
     * A larger budget never gives a layer fewer links, so that a network whose sparsity rises step by step only loses
     * links.
     *
     * @param layers the selected weights, in the order of the model
     * @param links the budget, in [number of layers, sum of all positions]
     * @throws org.espalier.api.EspalierException when this distribution cannot reach the budget; the message says which
     *     budgets it can reach
     */
    long[] distribute(List<MatrixShape> layers, long links);
}
