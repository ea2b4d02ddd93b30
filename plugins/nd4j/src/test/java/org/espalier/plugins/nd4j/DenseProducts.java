package org.espalier.plugins.nd4j;

import java.lang.foreign.MemorySegment;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.api.graph.Activation;
import org.espalier.core.kernel.NativeMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One dense layer's product, once by our kernels and once by ND4J, on the same memory: {@code Y = W X} with W of
 * {@code [rows][columns]} and one block X of {@code [columns][width]}.
 */
final class DenseProducts implements AutoCloseable {
    private final NativeMemory memory = new NativeMemory();
    private final Panel panel;
    private final int rows;
    private final int columns;
    private final long weight;
    private final long in;
    private final long ours;
    private final INDArray w;
    private final INDArray x;
    private final INDArray theirs;

    DenseProducts(int rows, int columns, int width) {
        this.panel = new Panel(1, width);
        this.rows = rows;
        this.columns = columns;
        RandomStream random = RandomStream.ofSeed(7);
        this.weight = memory.copyOf(normal(random.fork("weight"), rows * columns));
        this.in = memory.copyOf(normal(random.fork("in"), columns * width));
        this.ours = memory.allocateFloats((long) rows * width);
        long result = memory.allocateFloats((long) rows * width);
        this.w = array(weight, rows, columns);
        this.x = array(in, columns, width);
        this.theirs = array(result, rows, width);
    }

    void multiplyByKernels(Kernels kernels) {
        kernels.denseProduct(weight, rows, columns, panel, in, ours, 0, Activation.NONE, 0, false, 0, rows);
    }

    void multiplyByNd4j() {
        w.mmuli(x, theirs);
    }

    float[] ours() {
        return NativeMemory.floats(ours, rows * panel.width());
    }

    float[] theirs() {
        float[] out = new float[rows * panel.width()];
        for (int r = 0; r < rows; r++) {
            for (int p = 0; p < panel.width(); p++) {
                out[r * panel.width() + p] = theirs.getFloat(r, p);
            }
        }
        return out;
    }

    /** Multiplications and additions of one product. */
    double operations() {
        return 2.0 * rows * columns * panel.width();
    }

    @Override
    public void close() {
        memory.close();
    }

    private static INDArray array(long address, int rows, int columns) {
        long bytes = (long) rows * columns * Float.BYTES;
        return Nd4jTensors.arrayOf(MemorySegment.ofAddress(address).reinterpret(bytes), rows, columns);
    }

    private static float[] normal(RandomStream random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.gaussian(i);
        }
        return values;
    }
}
