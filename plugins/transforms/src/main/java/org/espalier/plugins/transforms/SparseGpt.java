package org.espalier.plugins.transforms;

import jakarta.inject.Inject;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.InputStatistics;
import org.espalier.api.loop.InputSum;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ProductEditor;
import org.espalier.api.loop.Transform;
import org.espalier.api.score.Pattern;

/**
 * Drops links and makes up for them with those that stay (Frantar and Alistarh, "SparseGPT: Massive Language Models Can Be
 * Accurately Pruned in One-Shot", ICML 2023). For each layer, in order, with H = 2/n Σ x x' of what comes into it, damped, it
 * goes through the columns; {@link ColumnPruning} says how. What comes into a layer has passed those that were pruned.
 */
@Plugin(
        name = "sparse-gpt",
        doc =
                "Drops links and changes those that stay so that outputs change least: once, layer by layer, by the inputs' second"
                        + " moments.")
public final class SparseGpt implements Transform {
    /** How often the damping grows tenfold before there is no hope. */
    private static final int TRIES = 4;

    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc =
                            "Share of the links of each block of inputs that go, rounded down to whole links; a pattern that can"
                                    + " have other counts only takes the nearest.",
                    range = "[0, 1)")
            double sparsity,

            @Option(
                    doc =
                            "Which links of a block compete: 'unstructured' all of them; with nM the block should be its m.")
            Pattern pattern,

            @Option(
                    doc = "Inputs whose links are chosen at a time, by what the weights have become until then.",
                    byDefault = "128",
                    range = "[1, 1000000]")
            int block,

            @Option(
                    doc =
                            "What is added to the diagonal, as a share of its mean; ten times as much when that is too little.",
                    byDefault = "0.01",
                    range = "[0, 1]")
            double damping,

            @Option(doc = "Training examples on which inputs are measured.", byDefault = "1024", range = "[1, 1000000]")
            int examples) {}

    @Inject
    public SparseGpt(Options options) {
        this.options = options;
    }

    @Override
    public Set<InputSum> needs() {
        return Set.of(InputSum.GRAM);
    }

    @Override
    public void apply(NetworkEditor network) {
        network.walk(options.examples()).forEach(this::prune);
    }

    private void prune(ProductEditor product) {
        SpreadWeight weight = SpreadWeight.of(product.weight());
        InputStatistics inputs = product.inputs();
        int rows = weight.shape().rows() / product.groups();
        BitSet kept = new BitSet();
        for (int group = 0; group < product.groups(); group++) {
            double[] hessian = hessian(inputs, group);
            silence(weight, group * rows, rows, hessian);
            InverseFactor factor =
                    factor(hessian, weight.shape().columns(), product.weight().name());
            new ColumnPruning(weight, group * rows, rows, factor)
                    .prune(options.pattern(), options.sparsity(), options.block(), kept);
        }
        weight.write(product.weight(), kept);
    }

    private static double[] hessian(InputStatistics inputs, int group) {
        double[] hessian = inputs.gram().get(group).clone();
        for (int i = 0; i < hessian.length; i++) {
            hessian[i] *= 2.0 / inputs.positions();
        }
        return hessian;
    }

    /** Weights of inputs that are always zero become zero; their place on the diagonal becomes 1. */
    private static void silence(SpreadWeight weight, int firstRow, int rows, double[] hessian) {
        int columns = weight.shape().columns();
        for (int column = 0; column < columns; column++) {
            if (hessian[column * columns + column] == 0) {
                hessian[column * columns + column] = 1;
                for (int row = firstRow; row < firstRow + rows; row++) {
                    weight.values()[row * columns + column] = 0;
                }
            }
        }
    }

    private InverseFactor factor(double[] hessian, int columns, String name) {
        double mean = 0;
        for (int i = 0; i < columns; i++) {
            mean += hessian[i * columns + i] / columns;
        }
        double added = 0;
        double wanted = options.damping() * mean;
        for (int i = 0; i < TRIES; i++) {
            for (int k = 0; k < columns; k++) {
                hessian[k * columns + k] += wanted - added;
            }
            added = wanted;
            wanted *= 10;
            Optional<InverseFactor> factor = InverseFactor.of(hessian, columns);
            if (factor.isPresent()) {
                return factor.get();
            }
        }
        throw new EspalierException(
                "The inputs of " + name + " depend on each other so much that the matrix of their products"
                        + " has no inverse, even with " + added / mean
                        + " of its mean added to the diagonal. Use more examples, or more damping: damping: 0.1");
    }
}
