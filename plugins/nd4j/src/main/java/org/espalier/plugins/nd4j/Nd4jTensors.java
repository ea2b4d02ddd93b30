package org.espalier.plugins.nd4j;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The same native memory seen as an ND4J array and as a memory segment, without a copy. For applications that have ND4J
 * on their class path.
 */
public final class Nd4jTensors {
    private Nd4jTensors() {}

    /**
     * The memory of an array of floats, in row order. Valid until the array is closed; keep the array reachable.
     *
     * @return {@code [product of shape]} floats
     * @throws IllegalArgumentException when the array is not of floats, or is a view whose values do not lie in row order
     */
    public static MemorySegment memoryOf(INDArray array) {
        if (array.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("an array of FLOAT is needed, was " + array.dataType());
        }
        if (!liesInRowOrder(array)) {
            throw new IllegalArgumentException("the values of an array of shape " + Arrays.toString(array.shape())
                    + " with strides " + Arrays.toString(array.stride()) + " do not lie in row order; use dup('c')");
        }
        return MemorySegment.ofAddress(array.data().address() + array.offset() * Float.BYTES)
                .reinterpret(array.length() * Float.BYTES);
    }

    /**
     * Native memory as an array. The segment's arena must outlive the array; the array must not be closed.
     *
     * @param memory {@code [product of shape]} floats in row order
     * @param shape sizes, the last running fastest
     * @throws IllegalArgumentException when the segment is on the heap or has another size
     */
    public static INDArray arrayOf(MemorySegment memory, long... shape) {
        long length = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (!memory.isNative() || memory.byteSize() != length * Float.BYTES) {
            throw new IllegalArgumentException("an array of shape " + Arrays.toString(shape) + " needs " + length
                    + " floats of native memory, was " + memory.byteSize() + " bytes"
                    + (memory.isNative() ? "" : " on the heap"));
        }
        FloatPointer floats = new FloatPointer(new Address(memory.address(), length));
        DataBuffer buffer = Nd4j.createBuffer(floats, length, DataType.FLOAT);
        return Nd4j.create(buffer, shape, Nd4j.getStrides(shape, 'c'), 0, 'c');
    }

    private static boolean liesInRowOrder(INDArray array) {
        long expected = 1;
        for (int d = array.rank() - 1; d >= 0; d--) {
            if (array.size(d) > 1 && array.stride(d) != expected) {
                return false;
            }
            expected *= array.size(d);
        }
        return true;
    }

    /** A pointer to memory that JavaCPP neither allocates nor frees. */
    private static final class Address extends Pointer {
        Address(long address, long length) {
            super((Pointer) null);
            this.address = address;
            this.limit = length;
            this.capacity = length;
        }
    }
}
