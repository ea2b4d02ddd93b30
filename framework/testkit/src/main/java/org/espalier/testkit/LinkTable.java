package org.espalier.testkit;

import java.util.Arrays;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.LinkView;

/** Links of one weight in plain arrays. */
public final class LinkTable implements LinkView {
    private final MatrixShape shape;
    private final long[] positions;
    private final float[] values;
    private final float[] gradients;
    private final double[] flows;
    private final float[] curvatures;
    private final RandomStream random;

    /**
     * @param positions row times columns plus column of each link, ascending
     * @param values one a link
     * @param gradients one a link
     */
    public LinkTable(MatrixShape shape, long[] positions, float[] values, float[] gradients, RandomStream random) {
        this(shape, positions, values, gradients, new double[positions.length], new float[positions.length], random);
    }

    private LinkTable(
            MatrixShape shape,
            long[] positions,
            float[] values,
            float[] gradients,
            double[] flows,
            float[] curvatures,
            RandomStream random) {
        if (values.length != positions.length || gradients.length != positions.length) {
            throw new IllegalArgumentException("each of " + positions.length
                    + " links needs a value and a gradient, got " + values.length + " and " + gradients.length);
        }
        for (int i = 0; i < positions.length; i++) {
            long from = i == 0 ? 0 : positions[i - 1] + 1;
            if (positions[i] < from || positions[i] >= shape.positions()) {
                throw new IllegalArgumentException("positions must ascend within [0, " + shape.positions()
                        + "), position " + i + " was " + positions[i]);
            }
        }
        this.shape = shape;
        this.positions = positions.clone();
        this.values = values.clone();
        this.gradients = gradients.clone();
        this.flows = flows.clone();
        this.curvatures = curvatures.clone();
        this.random = random;
    }

    /** A full row of links with these values, gradients of zero and the stream of seed 1. */
    public static LinkTable ofValues(float... values) {
        long[] positions = new long[values.length];
        Arrays.setAll(positions, i -> i);
        MatrixShape shape = new MatrixShape("w", 1, Math.max(1, values.length));
        return new LinkTable(shape, positions, values, new float[values.length], RandomStream.ofSeed(1));
    }

    /** So many links at random places, with normal values, gradients and products with the Hessian, and shares of the flow. */
    public static LinkTable drawn(MatrixShape shape, int count, RandomStream random) {
        long[] positions = new long[count];
        long left = shape.positions();
        int taken = 0;
        for (long p = 0; taken < count; p++, left--) {
            if (random.fork("positions").below(left, p) < count - taken) {
                positions[taken++] = p;
            }
        }
        float[] values = new float[count];
        float[] gradients = new float[count];
        double[] flows = new double[count];
        float[] curvatures = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.fork("values").gaussian(i);
            gradients[i] = (float) random.fork("gradients").gaussian(i);
            flows[i] = random.fork("flows").uniform(i) / count;
            curvatures[i] = (float) random.fork("curvatures").gaussian(i);
        }
        return new LinkTable(shape, positions, values, gradients, flows, curvatures, random.fork("update"));
    }

    /** The same links with other gradients. */
    public LinkTable withGradients(float... gradients) {
        return new LinkTable(shape, positions, values, gradients, flows, curvatures, random);
    }

    /** The same links with other shares of the flow. */
    public LinkTable withFlows(double... flows) {
        if (flows.length != positions.length) {
            throw new IllegalArgumentException(
                    "each of " + positions.length + " links needs a share of the flow, got " + flows.length);
        }
        return new LinkTable(shape, positions, values, gradients, flows, curvatures, random);
    }

    /** The same links with another product of Hessian and gradient. */
    public LinkTable withHessianGradients(float... products) {
        if (products.length != positions.length) {
            throw new IllegalArgumentException("each of " + positions.length
                    + " links needs its part of the product of Hessian and gradient, got " + products.length);
        }
        return new LinkTable(shape, positions, values, gradients, flows, products, random);
    }

    /** The same links with another stream. */
    public LinkTable withRandom(RandomStream random) {
        return new LinkTable(shape, positions, values, gradients, flows, curvatures, random);
    }

    @Override
    public MatrixShape shape() {
        return shape;
    }

    @Override
    public int count() {
        return positions.length;
    }

    @Override
    public int row(int link) {
        return (int) (positions[link] / shape.columns());
    }

    @Override
    public int column(int link) {
        return (int) (positions[link] % shape.columns());
    }

    @Override
    public float value(int link) {
        return values[link];
    }

    @Override
    public float gradient(int link) {
        return gradients[link];
    }

    @Override
    public double flow(int link) {
        return flows[link];
    }

    @Override
    public float hessianGradient(int link) {
        return curvatures[link];
    }

    @Override
    public RandomStream random() {
        return random;
    }
}
