package org.espalier.core.model;

import java.util.Locale;
import java.util.Optional;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;

/**
 * First values of weights. A value depends only on the seed, the weight's name and the position, so a link starts with
 * the same draw whatever the mask. The fan-in of a sparse weight is the mean number of links of an output, which keeps the
 * variance of activations at any sparsity.
 */
public enum Initialisation {
    /** Normal with variance 2 / fan-in (He et al., "Delving Deep into Rectifiers", ICCV 2015). */
    HE_NORMAL,
    /** Uniform with variance 2 / fan-in. */
    HE_UNIFORM,
    /** Normal with variance 2 / (fan-in + fan-out) (Glorot and Bengio, AISTATS 2010). */
    GLOROT_NORMAL,
    /** Uniform with variance 2 / (fan-in + fan-out). */
    GLOROT_UNIFORM,
    /** All zero. */
    ZEROS;

    /** By the name recipes use, for example {@code he-normal}. */
    public static Optional<Initialisation> named(String name) {
        for (Initialisation i : values()) {
            if (i.recipeName().equals(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    public String recipeName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The values of some positions.
     *
     * @param positions row times columns plus column
     * @param random the stream of the weight
     */
    public float[] values(MatrixShape shape, long[] positions, RandomStream random) {
        return values(shape, positions, random, (double) positions.length / shape.positions());
    }

    /** The values of some positions of a weight that stores every position. */
    float[] valuesOfDense(MatrixShape shape, long[] positions, RandomStream random) {
        return values(shape, positions, random, 1);
    }

    private float[] values(MatrixShape shape, long[] positions, RandomStream random, double density) {
        double deviation = deviation(shape, density);
        float[] values = new float[positions.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) (deviation * draw(random, positions[k]));
        }
        return values;
    }

    private double deviation(MatrixShape shape, double density) {
        double fanIn = Math.max(1, shape.columns() * density);
        double fanOut = Math.max(1, shape.rows() * density);
        return switch (this) {
            case HE_NORMAL, HE_UNIFORM -> StrictMath.sqrt(2 / fanIn);
            case GLOROT_NORMAL, GLOROT_UNIFORM -> StrictMath.sqrt(2 / (fanIn + fanOut));
            case ZEROS -> 0;
        };
    }

    /** Mean 0, variance 1. */
    private double draw(RandomStream random, long position) {
        return switch (this) {
            case HE_NORMAL, GLOROT_NORMAL -> random.gaussian(position);
            case HE_UNIFORM, GLOROT_UNIFORM -> (2 * random.uniform(position) - 1) * StrictMath.sqrt(3);
            case ZEROS -> 0;
        };
    }
}
