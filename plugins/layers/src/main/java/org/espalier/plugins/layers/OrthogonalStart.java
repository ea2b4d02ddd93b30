package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.StartValue;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.WeightLinks;

/**
 * Rows, or where there are more rows than columns the columns, of length {@code gain} and at right angles (Saxe, McClelland and
 * Ganguli, "Exact Solutions to the Nonlinear Dynamics of Learning in Deep Linear Neural Networks", ICLR 2014): normal draws,
 * made orthogonal one after the other, each twice (Giraud, Langou and Rozložník, 2005).
 */
@Plugin(name = "orthogonal", doc = "First values whose rows, or columns if these are fewer, are at right angles.")
public final class OrthogonalStart implements StartValues {
    /** One pass leaves an error that grows with the condition of the draws; a second removes it. */
    private static final int PASSES = 2;

    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Length of each row, or column.", byDefault = "1", range = "(0, 1e6]")
            double gain) {}

    @Inject
    public OrthogonalStart(Options options) {
        this.options = options;
    }

    @Override
    public StartValue start(WeightLinks links, RandomStream random) {
        int rows = links.shape().rows();
        int columns = links.shape().columns();
        if (!links.dense()) {
            throw new EspalierException("An orthogonal start needs every position, and "
                    + links.shape().name()
                    + " is sparse from the start. Let it become sparse while it trains, or start it"
                    + " with kaiming().");
        }
        boolean wide = rows <= columns;
        double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j < vectors[i].length; j++) {
                vectors[i][j] = random.gaussian(wide ? links.position(i, j) : links.position(j, i));
            }
            orthogonalise(vectors, i);
        }
        return (row, column) -> options.gain() * (wide ? vectors[row][column] : vectors[column][row]);
    }

    /** Takes from a vector what it has of those before it, and gives it length 1. */
    private static void orthogonalise(double[][] vectors, int last) {
        double[] vector = vectors[last];
        for (int pass = 0; pass < PASSES; pass++) {
            for (int i = 0; i < last; i++) {
                addTo(vector, -dot(vectors[i], vector), vectors[i]);
            }
        }
        addTo(vector, 1 / StrictMath.sqrt(dot(vector, vector)) - 1, vector.clone());
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void addTo(double[] vector, double times, double[] other) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] += times * other[i];
        }
    }
}
