package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.score.Pattern;

/** Keeps or drops whole inputs: columns of a dense layer, input channels of a convolution with all their taps. */
@Plugin(
        name = "channel",
        doc = "Whole inputs stay or go: columns of a dense layer, input channels of a convolution with all their taps.")
public final class WholeChannels implements Pattern {
    @Inject
    public WholeChannels() {}

    @Override
    public boolean free() {
        return false;
    }

    @Override
    public long nearestReachable(MatrixShape shape, long links) {
        return Groups.nearest(shape, links, size(shape));
    }

    private static long size(MatrixShape shape) {
        return (long) shape.rows() * shape.taps();
    }

    @Override
    public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
        int columns = shape.columns();
        int taps = shape.taps();
        return Groups.best(
                positions, scores, keep, shape.channels(), size(shape), position -> (int) (position % columns) / taps);
    }
}
