package org.espalier.core.train;

import java.util.Arrays;
import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.score.RowView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.WeightStore;

/** One row after the other of a weight, as grow criteria see it. */
final class GrowthRow implements RowView {
    private final Source source;
    private final float[] gradient;
    private int row;

    /**
     * What rows are read from.
     *
     * @param weight as it is trained
     * @param held positions that have held a link
     * @param slots names of the optimizer's numbers
     */
    record Source(WeightStore weight, HeldPositions held, List<String> slots) {}

    GrowthRow(Source source) {
        this.source = source;
        this.gradient = new float[source.weight().shape().columns()];
    }

    /** The next row, without gradients. */
    void begin(int newRow) {
        row = newRow;
        Arrays.fill(gradient, 0f);
    }

    /**
     * The next row.
     *
     * @param address of its gradient, {@code float[columns]}
     */
    void begin(int newRow, long address) {
        row = newRow;
        NativeMemory.copy(address, gradient, 0, gradient.length);
    }

    @Override
    public MatrixShape shape() {
        return source.weight().shape();
    }

    @Override
    public int row() {
        return row;
    }

    @Override
    public float gradient(int column) {
        return gradient[column];
    }

    @Override
    public boolean held(int column) {
        return source.held().contains(Math.toIntExact(position(column)));
    }

    @Override
    public float slot(String name, int column) {
        int index = source.slots().indexOf(name);
        if (index < 0 || !(source.weight() instanceof LatentWeight)) {
            throw new IllegalArgumentException("there is no number '" + name + "' for every position of "
                    + shape().name() + "; name what is read in slots()");
        }
        return NativeMemory.getFloat(source.weight().slot(index) + 4 * position(column));
    }

    private long position(int column) {
        return (long) row * gradient.length + column;
    }
}
