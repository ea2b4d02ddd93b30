package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.BitSet;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.score.Pattern;

/**
 * Keeps or drops rectangles of the matrix (Gray, Radford and Kingma, "GPU Kernels for Block-Sparse Weights", 2017). The
 * sides must divide the matrix, so that every block has as many links.
 */
@Plugin(name = "block", doc = "Rectangles of the matrix stay or go; their sides must divide it.")
public final class Blocks implements Pattern {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Outputs of a block.", byDefault = "16", range = "[1, 100000]")
            int rows,

            @Option(
                    doc = "Inputs of a block; the taps of a convolution count as inputs.",
                    byDefault = "1",
                    range = "[1, 100000]")
            int columns) {}

    @Inject
    public Blocks(Options options) {
        this.options = options;
    }

    @Override
    public boolean free() {
        return false;
    }

    @Override
    public long nearestReachable(MatrixShape shape, long links) {
        if (shape.rows() % options.rows() != 0 || shape.columns() % options.columns() != 0) {
            throw new EspalierException("Blocks of " + options.rows() + " x " + options.columns() + " do not divide "
                    + shape.name() + ", which is " + shape.rows() + " x " + shape.columns() + ".");
        }
        return Groups.nearest(shape, links, size());
    }

    private long size() {
        return (long) options.rows() * options.columns();
    }

    @Override
    public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
        int across = shape.columns() / options.columns();
        int down = shape.rows() / options.rows();
        int columns = shape.columns();
        return Groups.best(
                positions,
                scores,
                keep,
                down * across,
                size(),
                position -> (int) (position / columns / options.rows()) * across
                        + (int) (position % columns) / options.columns());
    }
}
