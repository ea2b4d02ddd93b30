package org.espalier.plugins.transforms;

import jakarta.inject.Inject;
import java.util.OptionalInt;
import org.espalier.api.MatrixShape;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ProductEditor;
import org.espalier.api.loop.Transform;

/**
 * Replaces weights by two narrow ones, {@code W ≈ (U √S) (√S V')} with the largest singular values: of all products of that rank the
 * one nearest to W (Eckart and Young, "The approximation of one matrix by another of lower rank", Psychometrika 1936; for networks
 * Denton et al., "Exploiting Linear Structure Within Convolutional Networks for Efficient Evaluation", NIPS 2014). Both factors have
 * the same norm.
 */
@Plugin(
        name = "factorise",
        doc =
                "Makes two narrow weights of each, NAME.down and NAME.up, whose product is as near to it as their rank allows.")
public final class Factorise implements Transform {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Features between the two; 0: as few as energy allows.",
                    byDefault = "0",
                    range = "[0, 1000000]")
            int rank,

            @Option(
                    doc = "Share of the sum of the squared singular values that stays at least, when no rank is given.",
                    byDefault = "1",
                    range = "(0, 1]")
            double energy) {
        public Options {
            if (rank > 0 && energy < 1) {
                throw new IllegalArgumentException(
                        "either rank or energy says how narrow the weights are, and both are given: " + rank + " and "
                                + energy);
            }
            if (rank == 0 && energy == 1) {
                throw new IllegalArgumentException(
                        "say how narrow the weights are, for example rank: 16, or energy: 0.9");
            }
        }
    }

    @Inject
    public Factorise(Options options) {
        this.options = options;
    }

    @Override
    public OptionalInt rank(MatrixShape weight) {
        return OptionalInt.of(options.rank() > 0 ? options.rank() : Math.min(weight.rows(), weight.columns()));
    }

    @Override
    public void apply(NetworkEditor network) {
        network.walk(1).forEach(this::factorise);
    }

    private void factorise(ProductEditor product) {
        MatrixShape shape = product.weight().shape();
        double[] values = SpreadWeight.of(product.weight()).values();
        Singular singular = Singular.of(values, shape.rows(), shape.columns(), shape.name());
        int rank = options.rank() > 0 ? options.rank() : singular.rank(options.energy());
        product.factorise(rank, singular.down(rank), singular.up(rank));
    }
}
