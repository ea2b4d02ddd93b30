package org.espalier.plugins.masks;

import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.espalier.api.Plugin;
import org.espalier.api.score.Pattern;
import org.espalier.api.score.Ranking;

/** As many links in every row (the pattern of Lasby et al., "Dynamic Sparse Training with Structured Sparsity", ICLR 2024). */
@Plugin(name = "fan-in", doc = "Every output has as many links, so that rows take equally long.")
public final class ConstantFanIn implements Pattern {
    @Inject
    public ConstantFanIn() {}

    @Override
    public boolean free() {
        return false;
    }

    @Override
    public long nearestReachable(MatrixShape shape, long links) {
        long each = (links + shape.rows() / 2) / shape.rows();
        return Math.min(each, shape.columns()) * shape.rows();
    }

    @Override
    public BitSet best(MatrixShape shape, long[] positions, float[] scores, int keep) {
        int each = keep / shape.rows();
        BitSet kept = new BitSet(positions.length);
        int first = 0;
        for (int row = 0; row < shape.rows(); row++) {
            int end = first;
            while (end < positions.length && positions[end] / shape.columns() == row) {
                end++;
            }
            int begin = first;
            Ranking.highest(Arrays.copyOfRange(scores, first, end), each).stream()
                    .forEach(k -> kept.set(begin + k));
            first = end;
        }
        return kept;
    }
}
