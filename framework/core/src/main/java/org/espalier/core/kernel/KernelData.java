package org.espalier.core.kernel;

import java.util.function.IntUnaryOperator;
import java.util.stream.LongStream;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Panel;
import org.espalier.api.backend.SparseMatrix;
import org.espalier.api.backend.Tiles;

/** Drawn arguments for kernels, in native memory: the same seed gives the same numbers. */
public final class KernelData implements AutoCloseable {
    private static final float[] SPECIALS = {
        0f,
        -0f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-40f,
        Float.MIN_NORMAL,
        -Float.MAX_VALUE,
        88.5f,
        -88.5f,
        0.625f
    };

    private final NativeMemory memory = new NativeMemory();
    private final RandomStream random;
    private final double specials;
    private long drawn;

    /**
     * Data of a seed.
     *
     * @param seed decides all numbers
     * @param specials probability of a zero, infinity, NaN, subnormal or extreme number instead of a normally distributed
     */
    public KernelData(long seed, double specials) {
        this.random = RandomStream.ofSeed(seed);
        this.specials = specials;
    }

    /** The address of so many floats. */
    public long floats(long count) {
        long address = memory.allocateFloats(count);
        for (long i = 0; i < count; i++) {
            NativeMemory.setFloat(address + 4 * i, draw());
        }
        return address;
    }

    /** The address of so many zeros. */
    public long zeros(long count) {
        return memory.allocateFloats(count);
    }

    /** The address of so many numbers above 0. */
    public long positive(long count) {
        long address = memory.allocateFloats(count);
        for (long i = 0; i < count; i++) {
            NativeMemory.setFloat(address + 4 * i, Math.abs(draw()) + Float.MIN_NORMAL);
        }
        return address;
    }

    /** The address of a plane. */
    public long plane(Panel panel, int features) {
        return floats((long) panel.capacity() * features);
    }

    /** The address of so many ints from 0 to {@code bound - 1}. */
    public long ints(int count, int bound) {
        long address = memory.allocateInts(count);
        for (int i = 0; i < count; i++) {
            NativeMemory.setInt(address + 4L * i, below(bound));
        }
        return address;
    }

    /** The address of {@code int[count]}: the numbers below count in another order. */
    public long permutation(int count) {
        long address = memory.allocateInts(count);
        for (int i = 0; i < count; i++) {
            int other = below(i + 1);
            NativeMemory.setInt(address + 4L * i, NativeMemory.getInt(address + 4L * other));
            NativeMemory.setInt(address + 4L * other, i);
        }
        return address;
    }

    /** The address of so many labels of positions, from 0 to {@code classes - 1}, and -1 for those that do not count. */
    public long labels(int count, int classes) {
        long address = ints(count, classes + 1);
        for (int i = 0; i < count; i++) {
            NativeMemory.setInt(address + 4L * i, NativeMemory.getInt(address + 4L * i) - 1);
        }
        return address;
    }

    /** The address of so many ints. */
    public long table(int... values) {
        return memory.copyOf(values);
    }

    /** The address of so many addresses. */
    public long table(long... addresses) {
        return memory.copyOf(addresses);
    }

    /** The address of {@code long[count]}: places that lie so many bytes apart. */
    public long places(long first, long bytes, int count) {
        long[] places = new long[count];
        for (int i = 0; i < count; i++) {
            places[i] = first + i * bytes;
        }
        return memory.copyOf(places);
    }

    /** The address of so many tokens: floats that hold whole numbers from 0 to {@code rows - 1}. */
    public long tokens(int count, int rows) {
        long address = memory.allocateFloats(count);
        for (int i = 0; i < count; i++) {
            NativeMemory.setFloat(address + 4L * i, below(rows));
        }
        return address;
    }

    /** A matrix that holds each link with the given probability. */
    public SparseMatrix matrix(int rows, int columns, double density) {
        return bands(rows, columns, density, 1);
    }

    /** A matrix whose rows have the same columns in bands of so many, each column with the given probability. */
    public SparseMatrix bands(int rows, int columns, double density, int height) {
        int[] starts = new int[rows + 1];
        int[] indices = new int[rows * columns];
        int links = 0;
        for (int r = 0; r < rows; r++) {
            if (r % height > 0) {
                int length = starts[r] - starts[r - 1];
                System.arraycopy(indices, starts[r - 1], indices, links, length);
                links += length;
            } else {
                for (int c = 0; c < columns; c++) {
                    if (random.uniform(drawn++) < density) {
                        indices[links++] = c;
                    }
                }
            }
            starts[r + 1] = links;
        }
        long startsAt = memory.allocateInts(starts.length);
        long indicesAt = memory.allocateInts(links);
        NativeMemory.copy(starts, 0, startsAt, starts.length);
        NativeMemory.copy(indices, 0, indicesAt, links);
        return new SparseMatrix(rows, columns, links, startsAt, indicesAt, floats(links));
    }

    /** The same links to other columns; the columns of a row have to ascend as they did. */
    public SparseMatrix mapped(SparseMatrix matrix, IntUnaryOperator column) {
        int[] indices = new int[matrix.links()];
        for (int k = 0; k < indices.length; k++) {
            indices[k] = column.applyAsInt(NativeMemory.getInt(matrix.columnIndices() + 4L * k));
        }
        return new SparseMatrix(
                matrix.rows(),
                matrix.columns(),
                matrix.links(),
                matrix.rowStarts(),
                memory.copyOf(indices),
                matrix.values());
    }

    /** A walk over tiles; some read the same input. */
    public Tiles tiles(int count, int width, int inputFeatures, int outputFeatures) {
        long[] inputs = new long[count];
        long[] outputs = new long[count];
        for (int i = 0; i < count; i++) {
            inputs[i] = i % 3 == 2 ? inputs[i - 1] : floats((long) width * inputFeatures);
            outputs[i] = floats((long) width * outputFeatures);
        }
        return new Tiles(count, width, memory.copyOf(inputs), memory.copyOf(outputs));
    }

    /** The address of so many addresses of so many floats each. */
    public long addresses(int count, int floats) {
        return memory.copyOf(
                LongStream.generate(() -> floats(floats)).limit(count).toArray());
    }

    /** The address of so many addresses of so many ints each, from 0 to 2. */
    public long winners(int count, int ints) {
        return memory.copyOf(
                LongStream.generate(() -> ints(ints, 3)).limit(count).toArray());
    }

    /** A copy of so many floats. */
    public long copy(long from, long count) {
        long address = memory.allocateFloats(count);
        NativeMemory.copy(from, address, 4 * count);
        return address;
    }

    /** Bytes of all that was drawn. */
    public long bytes() {
        return memory.bytes();
    }

    /** So many floats, read back. */
    public static float[] read(long address, int count) {
        float[] values = new float[count];
        NativeMemory.copy(address, values, 0, count);
        return values;
    }

    @Override
    public void close() {
        memory.close();
    }

    private int below(int bound) {
        return (int) random.below(bound, drawn++);
    }

    private float draw() {
        if (specials > 0 && random.uniform(drawn++) < specials) {
            return SPECIALS[below(SPECIALS.length)];
        }
        return (float) random.gaussian(drawn++);
    }
}
