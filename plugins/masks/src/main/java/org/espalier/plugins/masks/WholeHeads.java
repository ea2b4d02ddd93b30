package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.BitSet;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.score.Pattern;

/**
 * Keeps or drops whole heads of attention (Michel, Levy and Neubig, "Are Sixteen Heads Really Better than One?", NeurIPS
 * 2019): rows of queries, keys and values that stand together, or columns of the projection that joins the heads.
 */
@Plugin(
        name = "head",
        doc =
                "Whole heads of attention stay or go: outputs of queries, keys and values that stand together, or inputs of the projection behind them.")
public final class WholeHeads implements Pattern {
    private final Options options;

    /** Where the features of a head are. */
    public enum Side {
        OUTPUTS,
        INPUTS
    }

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "How many heads the features are divided into.", range = "[1, 100000]")
            int heads,

            @Option(
                    doc = "Whether a head is a part of the outputs, or of the inputs of the weight.",
                    byDefault = "outputs")
            Side side) {}

    @Inject
    public WholeHeads(Options options) {
        this.options = options;
    }

    @Override
    public boolean free() {
        return false;
    }

    @Override
    public long nearestReachable(MatrixShape shape, long links) {
        return Groups.nearest(shape, links, size(shape));
    }

    private int features(MatrixShape shape) {
        return options.side() == Side.OUTPUTS ? shape.rows() : shape.columns();
    }

    private long size(MatrixShape shape) {
        if (features(shape) % options.heads() != 0) {
            throw new EspalierException(shape.name() + " has " + features(shape) + " "
                    + (options.side() == Side.OUTPUTS ? "outputs" : "inputs") + ", which are not divisible into "
                    + options.heads() + " heads.");
        }
        return shape.positions() / options.heads();
    }

    @Override
    public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
        int columns = shape.columns();
        int each = features(shape) / options.heads();
        return Groups.best(
                positions,
                scores,
                keep,
                options.heads(),
                size(shape),
                options.side() == Side.OUTPUTS
                        ? position -> (int) (position / columns) / each
                        : position -> (int) (position % columns) / each);
    }
}
