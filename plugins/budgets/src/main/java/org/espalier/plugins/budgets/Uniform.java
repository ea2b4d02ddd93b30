package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.number.LayerDistribution;

/**
 * The same share of links in every layer.
 */
@Plugin(name = "uniform", doc = "Gives every layer the same sparsity; small layers, such as the last one, can starve.")
public final class Uniform implements LayerDistribution {
    @Inject
    public Uniform() {}

    @Override
    public long[] distribute(List<MatrixShape> layers, long links) {
        return Apportionment.counts(layers, links, MatrixShape::positions);
    }
}
