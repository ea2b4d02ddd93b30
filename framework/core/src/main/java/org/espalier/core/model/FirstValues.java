package org.espalier.core.model;

import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;

/**
 * First values of weights. A value depends only on the seed, the weight's name and the position, so a link starts with
 * the same draw whatever the mask. The fan-in of a sparse weight is the mean number of links of an output, which keeps the
 * variance of activations at any sparsity.
 */
final class FirstValues {
    private static final double SMALL = 0.02;

    private FirstValues() {}

    /**
     * The values of some positions.
     *
     * @param positions row times columns plus column
     * @param density the share of positions that are stored
     * @param random the stream of the weight
     */
    static float[] draw(
            Initialisation start, MatrixShape shape, long[] positions, double density, RandomStream random) {
        double deviation = deviation(start, shape, density);
        float[] values = new float[positions.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) (deviation * draw(start, random, positions[k]));
        }
        return values;
    }

    private static double deviation(Initialisation start, MatrixShape shape, double density) {
        double fanIn = Math.max(1, shape.columns() * density);
        double fanOut = Math.max(1, (double) shape.rows() * shape.taps() * density);
        return switch (start) {
            case HE_NORMAL, HE_UNIFORM -> StrictMath.sqrt(2 / fanIn);
            case GLOROT_NORMAL, GLOROT_UNIFORM -> StrictMath.sqrt(2 / (fanIn + fanOut));
            case LECUN_NORMAL, LECUN_UNIFORM -> StrictMath.sqrt(1 / fanIn);
            case SMALL_NORMAL -> SMALL;
            case ZEROS -> 0;
        };
    }

    /** Mean 0, variance 1. */
    private static double draw(Initialisation start, RandomStream random, long position) {
        return switch (start) {
            case HE_NORMAL, GLOROT_NORMAL, LECUN_NORMAL, SMALL_NORMAL -> random.gaussian(position);
            case HE_UNIFORM, GLOROT_UNIFORM, LECUN_UNIFORM -> (2 * random.uniform(position) - 1) * StrictMath.sqrt(3);
            case ZEROS -> 0;
        };
    }
}
