package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.number.LayerDistribution;

/**
 * Erdős-Rényi: the share of links of a layer is proportional to {@code (inputs + outputs) / (inputs · outputs)}, so its
 * number of links to {@code inputs + outputs} (Mocanu et al., Nature Communications 2018). Layers this would overfill are
 * full and the others share the rest.
 */
@Plugin(
        name = "er",
        doc =
                "Makes large layers sparser than small ones, in proportion to (inputs + outputs) / (inputs x outputs), as in SET.")
public final class ErdosRenyi implements LayerDistribution {
    @Inject
    public ErdosRenyi() {}

    @Override
    public long[] distribute(List<MatrixShape> layers, long links) {
        return Apportionment.counts(layers, links, ErdosRenyi::claim);
    }

    /** The sum of the dimensions: their ratio to the positions, times the positions. */
    static double claim(MatrixShape layer) {
        return (double) layer.rows() + layer.columns();
    }
}
