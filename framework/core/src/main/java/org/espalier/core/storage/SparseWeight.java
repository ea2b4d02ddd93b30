package org.espalier.core.storage;

import org.espalier.api.MatrixShape;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.border.TensorView;
import org.espalier.core.kernel.NativeMemory;

/**
 * A weight of which only links are stored. Beside the row-compressed form it holds, when asked to, the transposed one
 * that input gradients need; whoever changes values keeps that copy up to date through {@link #transposedOrder}.
 */
public final class SparseWeight implements WeightStore {
    private final boolean withTransposed;
    /** Whether somebody reads the transposed copy; while nobody does, it is not kept up to date. */
    private boolean transposedRead = true;

    private Topology topology;
    private NativeMemory memory;
    private long values;
    private long gradient;
    private long[] slots = {};
    private long[] nextSlots = {};
    private long order;
    private long numbers;
    private SparseMatrix matrix;
    private SparseMatrix transposed;

    /**
     * @param withTransposed whether input gradients will be asked for
     */
    public SparseWeight(Topology topology, float[] values, boolean withTransposed) {
        this.withTransposed = withTransposed;
        this.topology = topology;
        this.memory = new NativeMemory();
        float[][] columns = {values};
        store(columns);
    }

    @Override
    public MatrixShape shape() {
        return topology.shape();
    }

    public Topology topology() {
        return topology;
    }

    @Override
    public int count() {
        return topology.count();
    }

    @Override
    public int row(int link) {
        return topology.row(link);
    }

    @Override
    public int column(int link) {
        return topology.column(link);
    }

    @Override
    public int rowStart(int row) {
        return topology.rowStart(row);
    }

    @Override
    public long[] positions() {
        return topology.positions();
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
    public void slots(int number) {
        float[][] columns = new float[1 + number][];
        columns[0] = NativeMemory.floats(values, count());
        for (int s = 0; s < number; s++) {
            columns[1 + s] = new float[count()];
        }
        store(columns);
    }

    /** Links by rows, for kernels. Valid until the topology changes. */
    public SparseMatrix matrix() {
        return matrix;
    }

    /** Links by columns, for kernels: rows are input features. Only with a transposed copy. */
    public SparseMatrix transposed() {
        if (!withTransposed) {
            throw new IllegalStateException(shape().name() + " has no transposed copy");
        }
        return transposed;
    }

    /**
     * Address of {@code int[count]}: where each link stands in the transposed copy; 0 without one, or while nobody reads it.
     */
    public long transposedOrder() {
        return transposedRead ? order : 0;
    }

    /** Whether somebody reads the transposed copy from now on: then it is brought up to date, and kept so. */
    public void transposedRead(boolean read) {
        if (read && !transposedRead && withTransposed) {
            for (int k = 0; k < count(); k++) {
                set(k, NativeMemory.getFloat(values + 4L * k));
            }
        }
        transposedRead = read;
    }

    /** Address of {@code int[count]}: which link stands at each place of the transposed copy; 0 without one. */
    public long transposedNumbers() {
        return numbers;
    }

    /** Drops and grows links; every slot moves with its link. */
    public void apply(TopologyEdit edit) {
        long[] positions = new long[count() + edit.difference()];
        int[] origin = edit.merge(topology, positions);
        float[][] columns = new float[1 + slots.length][];
        columns[0] = moved(NativeMemory.floats(values, count()), origin, edit.values());
        float[] zeros = new float[edit.grown().length];
        for (int s = 0; s < slots.length; s++) {
            columns[1 + s] = moved(NativeMemory.floats(slots[s], count()), origin, zeros);
        }
        topology = Topology.of(shape(), positions);
        store(columns);
    }

    /**
     * Takes other links.
     *
     * @param columns the values, then each slot; all {@code [newTopology.count()]}
     */
    public void replace(Topology newTopology, float[][] columns) {
        topology = newTopology;
        store(columns);
    }

    private static float[] moved(float[] old, int[] origin, float[] grown) {
        float[] moved = new float[origin.length];
        for (int n = 0; n < origin.length; n++) {
            moved[n] = origin[n] >= 0 ? old[origin[n]] : grown[-1 - origin[n]];
        }
        return moved;
    }

    /**
     * Lays everything out anew for the current topology.
     *
     * @param columns the values, then each slot
     */
    private void store(float[][] columns) {
        NativeMemory next = new NativeMemory();
        int n = topology.count();
        MatrixShape shape = topology.shape();
        values = next.copyOf(columns[0]);
        gradient = next.allocate(4L * n);
        slots = new long[columns.length - 1];
        nextSlots = new long[slots.length];
        for (int s = 0; s < slots.length; s++) {
            slots[s] = next.copyOf(columns[1 + s]);
            nextSlots[s] = next.allocate(4L * n);
        }
        int[] rowStarts = new int[shape.rows() + 1];
        for (int r = 0; r <= shape.rows(); r++) {
            rowStarts[r] = topology.rowStart(r);
        }
        int[] columnIndices = new int[n];
        for (int k = 0; k < n; k++) {
            columnIndices[k] = topology.column(k);
        }
        matrix = new SparseMatrix(
                shape.rows(), shape.columns(), n, next.copyOf(rowStarts), next.copyOf(columnIndices), values);
        transposed = withTransposed ? transpose(next, columns[0]) : matrix;
        memory.close();
        memory = next;
    }

    private SparseMatrix transpose(NativeMemory next, float[] rowValues) {
        int[] places = topology.transposedOrder();
        int[] rows = new int[places.length];
        int[] links = new int[places.length];
        float[] byColumn = new float[places.length];
        for (int r = 0; r < shape().rows(); r++) {
            for (int k = topology.rowStart(r); k < topology.rowStart(r + 1); k++) {
                rows[places[k]] = r;
                links[places[k]] = k;
                byColumn[places[k]] = rowValues[k];
            }
        }
        order = next.copyOf(places);
        numbers = next.copyOf(links);
        return new SparseMatrix(
                shape().columns(),
                shape().rows(),
                places.length,
                next.copyOf(topology.columnStarts()),
                next.copyOf(rows),
                next.copyOf(byColumn));
    }

    /** Native bytes a sparse weight holds. */
    public static long bytes(MatrixShape shape, long links, int slots, boolean withTransposed) {
        long byRows = 4 * (shape.rows() + 1L) + links * 4 * (3 + 2L * slots);
        return withTransposed ? byRows + 4 * (shape.columns() + 1L) + links * 4 * 4 : byRows;
    }

    @Override
    public void set(float[] newValues) {
        for (int k = 0; k < newValues.length; k++) {
            set(k, newValues[k]);
        }
    }

    /** Replaces the value of a link, in both forms. */
    void set(int link, float value) {
        NativeMemory.setFloat(values + 4L * link, value);
        if (withTransposed) {
            int place = NativeMemory.getInt(order + 4L * link);
            NativeMemory.setFloat(transposed.values() + 4L * place, value);
        }
    }

    @Override
    public long bytes() {
        return memory.bytes();
    }

    @Override
    public TensorView view() {
        MatrixShape shape = shape();
        int[] rowStarts = new int[shape.rows() + 1];
        for (int r = 0; r <= shape.rows(); r++) {
            rowStarts[r] = topology.rowStart(r);
        }
        int[] columnIndices = new int[count()];
        for (int k = 0; k < columnIndices.length; k++) {
            columnIndices[k] = topology.column(k);
        }
        return new TensorView.Sparse(
                shape.name(),
                new int[] {shape.rows(), shape.columns()},
                rowStarts,
                columnIndices,
                NativeMemory.floats(values, count()));
    }

    @Override
    public void close() {
        memory.close();
    }
}
