package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.score.Pattern;

/** Keeps or drops whole rows: neurons of a dense layer, filters of a convolution. */
@Plugin(name = "row", doc = "Whole rows stay or go: neurons of a dense layer, filters of a convolution.")
public final class WholeRows implements Pattern {
    @Inject
    public WholeRows() {}

    @Override
    public boolean free() {
        return false;
    }

    @Override
    public long nearestReachable(MatrixShape shape, long links) {
        return Groups.nearest(shape, links, shape.columns());
    }

    @Override
    public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
        int columns = shape.columns();
        return Groups.best(positions, scores, keep, shape.rows(), columns, position -> (int) (position / columns));
    }
}
