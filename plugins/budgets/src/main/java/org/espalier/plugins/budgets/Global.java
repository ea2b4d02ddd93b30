package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.number.LayerDistribution;

/**
 * One budget for all layers: an update keeps the links with the highest scores wherever they are (Lee, Ajanthan and Torr,
 * "SNIP", ICLR 2019; Lee et al., "Layer-Adaptive Sparsity for the Magnitude-Based Pruning", ICLR 2021). Scores must mean the
 * same in every layer: those of {@code lamp} do, plain magnitudes favour layers with large values. Before the first update,
 * and where links only come, every layer has the same share.
 */
@Plugin(
        name = "global",
        doc =
                "Lets layers compete: at an update the links that 'prune' scores highest stay, wherever they are, at least one in each layer.")
public final class Global implements LayerDistribution {
    @Inject
    public Global() {}

    @Override
    public boolean byScore() {
        return true;
    }

    @Override
    public long[] distribute(List<MatrixShape> layers, long links) {
        return Apportionment.counts(layers, links, MatrixShape::positions);
    }
}
