package org.espalier.core.model;

import java.util.Optional;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.Topology;
import org.espalier.core.storage.WeightStore;

/** A weight of a network. It is stored densely until it is made sparse. */
public final class TrainedWeight implements AutoCloseable {
    private final WeightSpec spec;
    private WeightStore store;

    /**
     * @param random the run's stream
     * @param start the links it starts with; empty: every position, stored densely
     */
    TrainedWeight(WeightSpec spec, RandomStream random, Optional<long[]> start) {
        this.spec = spec;
        RandomStream stream = random.fork("init/" + spec.layer());
        this.store = start.isPresent() ? fresh(start.get(), stream) : freshDense(stream);
    }

    private WeightStore fresh(long[] positions, RandomStream random) {
        double density = (double) positions.length / shape().positions();
        float[] values = FirstValues.draw(spec.start(), shape(), positions, density, random);
        return sparse(positions, values);
    }

    private WeightStore freshDense(RandomStream random) {
        MatrixShape shape = spec.shape();
        DenseWeight dense = new DenseWeight(
                shape, spec.stored().stream().mapToInt(Integer::intValue).toArray());
        long[] row = new long[shape.columns()];
        // Row by row, so that nothing of the weight's size is held beside the weight itself.
        for (int r = 0; r < shape.rows(); r++) {
            for (int c = 0; c < row.length; c++) {
                row[c] = (long) r * row.length + c;
            }
            float[] values = FirstValues.draw(spec.start(), shape, row, 1, random);
            NativeMemory.copy(values, 0, dense.values() + 4L * r * row.length, values.length);
        }
        return dense;
    }

    private SparseWeight sparse(long[] positions, float[] values) {
        return new SparseWeight(Topology.of(shape(), positions), values, spec.transposed());
    }

    public WeightSpec spec() {
        return spec;
    }

    /** What recipes select it by. */
    public String layer() {
        return spec.layer();
    }

    public MatrixShape shape() {
        return spec.shape();
    }

    /** The values as they are stored now. */
    public WeightStore store() {
        return store;
    }

    /** Whether it is stored as links. */
    public boolean sparse() {
        return store instanceof SparseWeight;
    }

    /** The links of a weight that is sparse. */
    public SparseWeight links() {
        if (store instanceof SparseWeight sparse) {
            return sparse;
        }
        throw new IllegalStateException(layer() + " is not sparse");
    }

    /** Keeps only the given positions of a weight that was dense; values stay. */
    public void makeSparse(long[] positions) {
        if (!(store instanceof DenseWeight dense)) {
            throw new IllegalStateException(layer() + " is sparse already");
        }
        float[] values = new float[positions.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = NativeMemory.getFloat(dense.values() + 4 * positions[k]);
        }
        store = sparse(positions, values);
        dense.close();
    }

    @Override
    public void close() {
        store.close();
    }
}
