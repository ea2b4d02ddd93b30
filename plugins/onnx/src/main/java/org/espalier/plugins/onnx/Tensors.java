package org.espalier.plugins.onnx;

import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Tensors as ONNX stores them: row by row, little-endian. */
final class Tensors {
    /** The note at a tensor with all numbers of a weight that has links. */
    static final String LINKED = "+0 is no link; a link of the value 0 is -0";

    private Tensors() {}

    /** All numbers of a weight that has links. */
    static TensorProto linked(String name, float[] values, long... sizes) {
        return floats(name, values, sizes).toBuilder().setDocString(LINKED).build();
    }

    /** Numbers of 32 bits; no sizes for a single one. */
    static TensorProto floats(String name, float[] values, long... sizes) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return tensor(name, TensorProto.DataType.FLOAT, bytes, sizes);
    }

    /** Whole numbers of 64 bits. */
    static TensorProto longs(String name, long[] values, long... sizes) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(8, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return tensor(name, TensorProto.DataType.INT64, bytes, sizes);
    }

    /**
     * A tensor of which only some numbers are stored, all others being 0.
     *
     * @param places where they stand, row by row, ascending
     */
    static SparseTensorProto sparse(String name, long[] places, float[] values, long... sizes) {
        SparseTensorProto.Builder tensor = SparseTensorProto.newBuilder()
                .setValues(floats(name, values, values.length))
                .setIndices(longs(name + ".places", places, places.length));
        for (long size : sizes) {
            tensor.addDims(size);
        }
        return tensor.build();
    }

    private static TensorProto tensor(String name, TensorProto.DataType type, ByteBuffer bytes, long... sizes) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
        for (long size : sizes) {
            tensor.addDims(size);
        }
        return tensor.build();
    }
}
