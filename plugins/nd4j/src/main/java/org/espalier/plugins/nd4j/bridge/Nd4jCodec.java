package org.espalier.plugins.nd4j.bridge;

import java.util.Arrays;
import org.espalier.plugins.nd4j.NpyArray;
import org.espalier.plugins.nd4j.NpyCodec;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** npy through ND4J's own reader and writer. Every array is closed: ND4J frees forgotten ones late. */
public final class Nd4jCodec implements NpyCodec {
    public Nd4jCodec() {
        // ND4J looks for its backend through this loader; the thread's own may be any application's.
        ND4JClassLoading.setNd4jClassloaderFromClass(Nd4j.class);
    }

    @Override
    public NpyArray decode(byte[] npy) {
        try (INDArray array = Nd4j.createNpyFromByteArray(npy);
                INDArray floats = array.castTo(DataType.FLOAT);
                INDArray rows = floats.dup('c')) {
            int[] shape =
                    Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
            return new NpyArray(shape, rows.data().asFloat(), array.dataType().isIntType());
        }
    }

    @Override
    public byte[] encode(int[] shape, float[] values) {
        try (INDArray array = Nd4j.createFromArray(values);
                INDArray shaped = array.reshape('c', longs(shape))) {
            return Nd4j.toNpyByteArray(shaped);
        }
    }

    @Override
    public byte[] encode(int[] shape, int[] values) {
        try (INDArray array = Nd4j.createFromArray(values);
                INDArray shaped = array.reshape('c', longs(shape))) {
            return Nd4j.toNpyByteArray(shaped);
        }
    }

    private static long[] longs(int[] shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }
}
