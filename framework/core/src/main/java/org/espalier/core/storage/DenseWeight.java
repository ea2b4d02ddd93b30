package org.espalier.core.storage;

import org.espalier.api.MatrixShape;
import org.espalier.api.border.TensorView;
import org.espalier.core.kernel.NativeMemory;

/** A weight with every position stored: {@code [rows][columns]}. Biases are weights of one row. */
public final class DenseWeight implements WeightStore {
    private final MatrixShape shape;
    private final int[] exportShape;
    private final NativeMemory memory = new NativeMemory();
    private NativeMemory slotMemory = new NativeMemory();
    private final int count;
    private final long values;
    private final long gradient;
    private long[] slots = {};
    private long[] nextSlots = {};

    /**
     * @param exportShape the shape outside: {@code [rows, columns]}, or {@code [columns]} for a bias
     */
    public DenseWeight(MatrixShape shape, int... exportShape) {
        this.shape = shape;
        this.exportShape = exportShape.clone();
        this.count = Math.toIntExact(shape.positions());
        this.values = memory.allocate(4L * count);
        this.gradient = memory.allocate(4L * count);
    }

    @Override
    public MatrixShape shape() {
        return shape;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public long values() {
        return values;
    }

    @Override
    public long gradient() {
        return gradient;
    }

    @Override
    public void slots(int number) {
        slotMemory.close();
        slotMemory = new NativeMemory();
        slots = new long[number];
        nextSlots = new long[number];
        for (int s = 0; s < number; s++) {
            slots[s] = slotMemory.allocate(4L * count);
            nextSlots[s] = slotMemory.allocate(4L * count);
        }
    }

    @Override
    public int slots() {
        return slots.length;
    }

    @Override
    public long slot(int index) {
        return slots[index];
    }

    @Override
    public long nextSlot(int index) {
        return nextSlots[index];
    }

    @Override
    public void exchangeSlots() {
        long[] current = slots;
        slots = nextSlots;
        nextSlots = current;
    }

    @Override
    public void set(float[] newValues) {
        NativeMemory.copy(newValues, 0, values, count);
    }

    /** Native bytes a dense weight holds. */
    public static long bytes(MatrixShape shape, int slots) {
        return 4L * shape.positions() * (2 + 2 * slots);
    }

    @Override
    public long bytes() {
        return memory.bytes() + slotMemory.bytes();
    }

    @Override
    public TensorView view() {
        return new TensorView.Dense(shape.name(), exportShape.clone(), NativeMemory.floats(values, count));
    }

    @Override
    public void close() {
        memory.close();
        slotMemory.close();
    }
}
