package org.espalier.core.storage;

import java.util.stream.LongStream;
import org.espalier.api.MatrixShape;
import org.espalier.api.border.TensorView;
import org.espalier.core.kernel.NativeMemory;

/**
 * A trained weight in native memory: {@link #count} values in row order, a gradient, and slots of an optimizer, each as
 * long. Single-threaded but for reads and for kernels on disjoint ranges.
 */
public sealed interface WeightStore extends AutoCloseable permits DenseWeight, SparseWeight, LatentWeight {
    MatrixShape shape();

    /** Stored values. */
    int count();

    /** Which row of the shape a stored value belongs to; by search where only links are stored. */
    default int row(int index) {
        return index / shape().columns();
    }

    /** Which column of the shape a stored value belongs to. */
    default int column(int index) {
        return index % shape().columns();
    }

    /** The number of the first stored value of a row; {@code rowStart(rows)} is {@link #count}. */
    default int rowStart(int row) {
        return row * shape().columns();
    }

    /** Row times columns plus column of every stored value, ascending. */
    default long[] positions() {
        return LongStream.range(0, count()).toArray();
    }

    /** Address of {@code float[count]}. */
    long values();

    /** Address of {@code float[count]}. */
    long gradient();

    /** Gives the weight so many zeroed slots, dropping those it had. */
    void slots(int number);

    /**
     * Takes over the slots of another weight.
     *
     * @param origin which of its values each stored value was; -1: none, and its slots are zero
     */
    default void slotsOf(WeightStore other, int... origin) {
        if (other.slots() == 0) {
            return;
        }
        slots(other.slots());
        for (int s = 0; s < slots(); s++) {
            for (int k = 0; k < origin.length; k++) {
                if (origin[k] >= 0) {
                    NativeMemory.setFloat(slot(s) + 4L * k, NativeMemory.getFloat(other.slot(s) + 4L * origin[k]));
                }
            }
        }
    }

    /** Number of slots. */
    int slots();

    /** Address of a slot, {@code float[count]}. */
    long slot(int index);

    /**
     * Where an optimizer's step writes the new values of a slot, {@code float[count]}; the old ones stay until the step
     * after it, so that a step can be taken back.
     */
    long nextSlot(int index);

    /** Exchanges every slot with its next one: a step was completed, or is taken back. */
    void exchangeSlots();

    /** Replaces all values; {@code [count]}. */
    void set(float[] values);

    /** Native bytes held. */
    long bytes();

    /** A copy of the values for export. */
    TensorView view();

    @Override
    void close();
}
