package org.espalier.plugins.transforms;

import jakarta.inject.Inject;
import java.util.Set;
import org.espalier.api.MatrixShape;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.loop.InputStatistics;
import org.espalier.api.loop.InputSum;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ProductEditor;
import org.espalier.api.loop.Transform;
import org.espalier.api.score.Pattern;

/**
 * Drops links by weights and what comes in (Sun et al., "A Simple and Effective Pruning Approach for Large Language Models",
 * ICLR 2024): a link scores |w| times the norm of its input over the calibration examples. Layers are pruned in their order, and
 * what comes into a layer has passed those that were pruned. The weights that stay are as they were.
 */
@Plugin(
        name = "wanda",
        doc =
                "Drops the links whose weights, times the norm of what comes into them, are smallest: once, layer by layer.")
public final class Wanda implements Transform {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc =
                            "Share of the inputs of each output that have no link then, rounded down to whole links; a pattern"
                                    + " that can have other counts only takes the nearest.",
                    range = "[0, 1)")
            double sparsity,

            @Option(doc = "Which links compete: 'fan-in' is what the paper does, nM(n: 2, m: 4) its structured form.")
            Pattern pattern,

            @Option(doc = "Training examples on which inputs are measured.", byDefault = "1024", range = "[1, 1000000]")
            int examples) {}

    @Inject
    public Wanda(Options options) {
        this.options = options;
    }

    @Override
    public Set<InputSum> needs() {
        return Set.of(InputSum.SQUARES);
    }

    @Override
    public void apply(NetworkEditor network) {
        network.walk(options.examples()).forEach(this::prune);
    }

    private void prune(ProductEditor product) {
        SpreadWeight weight = SpreadWeight.of(product.weight());
        MatrixShape shape = weight.shape();
        long links = (long) shape.rows() * (shape.columns() - SpreadWeight.share(options.sparsity(), shape.columns()));
        float[] scores = scores(weight, product.inputs(), product.groups());
        weight.write(product.weight(), SpreadWeight.best(options.pattern(), shape, links, scores));
    }

    /** {@code [rows * columns]}: of each link |w| times the norm of its input. */
    private static float[] scores(SpreadWeight weight, InputStatistics inputs, int groups) {
        int columns = weight.shape().columns();
        float[] scores = new float[weight.values().length];
        for (int i = 0; i < scores.length; i++) {
            int group = i / columns / (weight.shape().rows() / groups);
            double norm = Math.sqrt(inputs.squares().get(group)[i % columns]);
            scores[i] = weight.stored().get(i) ? (float) (Math.abs(weight.values()[i]) * norm) : SpreadWeight.NO_LINK;
        }
        return scores;
    }
}
