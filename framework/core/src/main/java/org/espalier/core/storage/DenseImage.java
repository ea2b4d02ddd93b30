package org.espalier.core.storage;

import org.espalier.api.MatrixShape;
import org.espalier.core.kernel.NativeMemory;

/**
 * Every position of a weight that has links, for products that do not go by links: a link's value in its place, and zero
 * where there is none. Beside it, room for the gradient of every position. Rows may be brought up to date side by side.
 */
public final class DenseImage implements AutoCloseable {
    private final DenseWeight all;

    public DenseImage(MatrixShape shape) {
        this.all = new DenseWeight(shape);
    }

    /** What products read and write. */
    public DenseWeight all() {
        return all;
    }

    /** Forgets all values: the links are others now. */
    public void clear() {
        NativeMemory.clear(all.values(), 4L * all.count());
    }

    /** Copies the values of the links in rows from … to - 1 here. */
    public void show(SparseWeight links, int from, int to) {
        Topology topology = links.topology();
        long columns = links.matrix().columnIndices();
        long values = links.values();
        for (int row = from; row < to; row++) {
            long place = all.values() + 4L * all.rowStart(row);
            int first = topology.rowStart(row);
            int end = topology.rowStart(row + 1);
            if (end - first == all.shape().columns()) {
                NativeMemory.copy(values + 4L * first, place, 4L * (end - first));
                continue;
            }
            for (int k = first; k < end; k++) {
                long column = NativeMemory.getInt(columns + 4L * k);
                NativeMemory.setFloat(place + 4 * column, NativeMemory.getFloat(values + 4L * k));
            }
        }
    }

    /** Copies the gradients of the links in rows from … to - 1 from here to them. */
    public void gather(SparseWeight links, int from, int to) {
        Topology topology = links.topology();
        long columns = links.matrix().columnIndices();
        long gradient = links.gradient();
        for (int row = from; row < to; row++) {
            long place = all.gradient() + 4L * all.rowStart(row);
            int first = topology.rowStart(row);
            int end = topology.rowStart(row + 1);
            if (end - first == all.shape().columns()) {
                NativeMemory.copy(place, gradient + 4L * first, 4L * (end - first));
                continue;
            }
            for (int k = first; k < end; k++) {
                long column = NativeMemory.getInt(columns + 4L * k);
                NativeMemory.setFloat(gradient + 4L * k, NativeMemory.getFloat(place + 4 * column));
            }
        }
    }

    /** Native bytes an image holds. */
    public static long bytes(MatrixShape shape) {
        return DenseWeight.bytes(shape, 0);
    }

    @Override
    public void close() {
        all.close();
    }
}
