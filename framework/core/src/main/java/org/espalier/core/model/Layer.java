package org.espalier.core.model;

import java.util.Optional;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Activation;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.Topology;
import org.espalier.core.storage.WeightStore;

/** A fully connected layer: {@code Y = activation(W X + b)}. Its weight is stored densely until it is made sparse. */
public final class Layer implements AutoCloseable {
    private final LayerSpec spec;
    private final boolean first;
    private final RandomStream random;
    private WeightStore weight;
    private final Optional<DenseWeight> bias;

    /**
     * @param spec what the recipe says
     * @param first whether it reads the data, so that nobody asks for the gradient of its input
     * @param random the run's stream
     * @param start the links it starts with; empty: every position, stored densely
     */
    Layer(LayerSpec spec, boolean first, RandomStream random, Optional<long[]> start) {
        this.spec = spec;
        this.first = first;
        this.random = random.fork("init/" + spec.name());
        this.weight = start.isPresent() ? fresh(start.get()) : freshDense();
        this.bias = spec.bias()
                ? Optional.of(new DenseWeight(
                        new MatrixShape(spec.name() + ".bias", 1, spec.shape().rows()),
                        spec.shape().rows()))
                : Optional.empty();
    }

    private WeightStore fresh(long[] positions) {
        return new SparseWeight(
                Topology.of(spec.shape(), positions), spec.init().values(spec.shape(), positions, random), !first);
    }

    private WeightStore freshDense() {
        MatrixShape shape = spec.shape();
        DenseWeight dense = new DenseWeight(shape, shape.rows(), shape.columns());
        long[] row = new long[shape.columns()];
        // Row by row, so that nothing of the layer's size is held beside the layer itself.
        for (int r = 0; r < shape.rows(); r++) {
            for (int c = 0; c < row.length; c++) {
                row[c] = (long) r * row.length + c;
            }
            float[] values = spec.init().valuesOfDense(shape, row, random);
            NativeMemory.copy(values, 0, dense.values() + 4L * r * row.length, values.length);
        }
        return dense;
    }

    public LayerSpec spec() {
        return spec;
    }

    public String name() {
        return spec.name();
    }

    public MatrixShape shape() {
        return spec.shape();
    }

    public Activation activation() {
        return spec.activation();
    }

    /** Whether it reads the data. */
    public boolean first() {
        return first;
    }

    public WeightStore weight() {
        return weight;
    }

    public Optional<DenseWeight> bias() {
        return bias;
    }

    /** Keeps only the given positions of a weight that was dense; values stay. */
    public void makeSparse(long[] positions) {
        if (!(weight instanceof DenseWeight dense)) {
            throw new IllegalStateException(name() + " is sparse already");
        }
        float[] values = new float[positions.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = NativeMemory.getFloat(dense.values() + 4 * positions[k]);
        }
        weight = new SparseWeight(Topology.of(shape(), positions), values, !first);
        dense.close();
    }

    @Override
    public void close() {
        weight.close();
        bias.ifPresent(DenseWeight::close);
    }
}
