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
     * Whether layers compete at updates: those links stay that the criterion scores highest among all layers, and at least
     * one in each. {@link #distribute} then says how many links layers have at first, and when links only come.
     */
    default boolean byScore() {
        return false;
    }

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
