package org.espalier.plugins.budgets;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.number.LayerDistribution;

/**
 * Erdős-Rényi with kernels: the share of links of a layer is proportional to the sum of all its dimensions over their
 * product (Evci et al., "Rigging the Lottery", ICML 2020). For a weight without a window this is {@link ErdosRenyi}.
 */
@Plugin(
        name = "erk",
        doc =
                "The usual choice, as in RigL: like er, but counts the kernel of a convolution too; the same as er for dense layers.")
public final class ErdosRenyiKernel implements LayerDistribution {
    @Inject
    public ErdosRenyiKernel() {}

    @Override
    public long[] distribute(List<MatrixShape> layers, long links) {
        return Apportionment.counts(layers, links, ErdosRenyiKernel::claim);
    }

    /** The sum of the dimensions, the window's included, over their product, times the positions. */
    private static double claim(MatrixShape layer) {
        int window = layer.kernel().stream().mapToInt(Integer::intValue).sum();
        return (double) layer.rows() + layer.channels() + window;
    }
}
