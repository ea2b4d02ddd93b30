package org.espalier.testkit.reference;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.testkit.PlainGraph.PlainNode;

/** Normalisation, dropout and noise in plain double. */
public final class PlainNorms {
    /** Two neighbouring examples share a draw of 64 bits; of its half, each takes the upper 24. */
    private static final double UNIT = 1 << 24;

    private PlainNorms() {}

    /** Each feature over all examples and positions. */
    public static PlainNode batch(PlainNode in, double[] scale, double[] shift, double epsilon) {
        double[][] out = new double[in.features()][];
        for (int f = 0; f < out.length; f++) {
            double[] unit = unit(in.values()[f], true, epsilon);
            double factor = scale[f];
            double offset = shift[f];
            out[f] = Arrays.stream(unit).map(u -> factor * u + offset).toArray();
        }
        return new PlainNode(out, in.grid());
    }

    /** The features of each position of each example. */
    public static PlainNode position(PlainNode in, double[] scale, double[] shift, boolean centred, double epsilon) {
        int columns = in.values()[0].length;
        double[][] out = new double[in.features()][columns];
        for (int p = 0; p < columns; p++) {
            double[] column = new double[out.length];
            for (int f = 0; f < out.length; f++) {
                column[f] = in.values()[f][p];
            }
            double[] unit = unit(column, centred, epsilon);
            for (int f = 0; f < out.length; f++) {
                out[f][p] = scale[f] * unit[f] + shift[f];
            }
        }
        return new PlainNode(out, in.grid());
    }

    private static double[] unit(double[] values, boolean centred, double epsilon) {
        double mean = centred ? Arrays.stream(values).sum() / values.length : 0;
        double variance =
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / values.length;
        double deviation = StrictMath.sqrt(variance + epsilon);
        return Arrays.stream(values).map(x -> (x - mean) / deviation).toArray();
    }

    /**
     * Dropout as training draws it.
     *
     * @param random the stream of the operation and the step
     */
    public static PlainNode dropout(PlainNode in, double rate, RandomStream random) {
        int positions = in.positions();
        double[][] out = new double[in.features()][in.values()[0].length];
        for (int f = 0; f < out.length; f++) {
            for (int column = 0; column < out[f].length; column++) {
                int example = column / positions;
                long index = ((long) (example / 2) * positions + column % positions) * out.length + f;
                long half = example % 2 == 0 ? random.bits(index) & 0xffffffffL : random.bits(index) >>> 32;
                boolean kept = (half >>> 8) / UNIT < StrictMath.rint((1 - rate) * UNIT) / UNIT;
                out[f][column] = kept ? in.values()[f][column] / (1 - rate) : 0;
            }
        }
        return new PlainNode(out, in.grid());
    }

    /** Standard normal numbers, rounded to float as the engine holds them. */
    public static PlainNode normal(PlainNode like, RandomStream random) {
        double[][] out = new double[like.features()][like.values()[0].length];
        for (int f = 0; f < out.length; f++) {
            for (int column = 0; column < out[f].length; column++) {
                out[f][column] = (float) RandomStream.normal(random.key(), (long) column * out.length + f);
            }
        }
        return new PlainNode(out, like.grid());
    }
}
