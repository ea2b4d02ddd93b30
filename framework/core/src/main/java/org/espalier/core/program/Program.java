package org.espalier.core.program;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Layer;
import org.espalier.core.model.LayerSpec;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;

/**
 * A network bound to planes for batches of one capacity. Replaying it allocates nothing. Programs of one network share
 * its values; after links moved, {@link #bind} takes up the new storage.
 */
public final class Program implements AutoCloseable {
    private final NativeMemory memory = new NativeMemory();
    private final WorkerPool pool;
    private final Panel panel;
    private final int inputs;
    private final int outputs;
    private final long input;
    private final long labels;
    private final long targets;
    private final List<LayerPass> passes = new ArrayList<>();
    private final LossPass loss;

    /**
     * @param capacity most examples of a batch
     * @param training whether {@link #backward} will be called
     */
    public Program(
            Network network,
            LossOperation operation,
            Kernels kernels,
            WorkerPool pool,
            int capacity,
            boolean training) {
        this.pool = pool;
        this.panel = Panel.of(capacity);
        this.inputs = network.inputs();
        this.outputs = network.outputs();
        this.input = memory.allocate(panel.bytes(inputs));
        this.labels = memory.allocateInts(panel.capacity());
        this.targets = operation instanceof LossOperation.SquaredError ? memory.allocate(panel.bytes(outputs)) : 0;
        long in = input;
        long inGradient = 0;
        long inMask = 0;
        for (Layer layer : network.layers()) {
            LayerPass pass = new LayerPass(layer, kernels, panel, in, inGradient, inMask, memory, training);
            passes.add(pass);
            in = pass.out();
            inGradient = pass.gradient();
            inMask = pass.mask();
        }
        LayerPass last = passes.getLast();
        this.loss =
                new LossPass(operation, kernels, panel, outputs, last.out(), last.gradient(), labels, targets, memory);
    }

    /**
     * Native bytes a program would hold, without those of the network.
     *
     * @param layers in order, at least one
     */
    public static long bytes(List<LayerSpec> layers, LossOperation operation, int capacity, boolean training) {
        Panel panel = Panel.of(capacity);
        long labelsAndLosses = 8L * panel.capacity();
        long bytes = panel.bytes(layers.getFirst().shape().columns()) + labelsAndLosses;
        for (LayerSpec layer : layers) {
            int planes = 1 + (training ? 1 : 0) + (LayerPass.fused(layer.activation()) ? 0 : 1);
            bytes += planes * panel.bytes(layer.shape().rows());
        }
        return operation instanceof LossOperation.SquaredError
                ? bytes + panel.bytes(layers.getLast().shape().rows())
                : bytes;
    }

    public Panel panel() {
        return panel;
    }

    /** Plane the inputs are written to. */
    public long input() {
        return input;
    }

    public int inputs() {
        return inputs;
    }

    public int outputs() {
        return outputs;
    }

    /** Address of {@code int[capacity]} for class labels. */
    public long labels() {
        return labels;
    }

    /** Plane of numeric targets; 0 when the loss reads labels. */
    public long targets() {
        return targets;
    }

    /** Plane of the outputs. */
    public long output() {
        return passes.getLast().out();
    }

    /** Plane of a layer's inputs as of the last {@link #forward}. */
    public long inputOf(int layer) {
        return passes.get(layer).in();
    }

    /** Plane of the gradient of a layer's sums as of the last {@link #backward}. */
    public long gradientOf(int layer) {
        return passes.get(layer).gradient();
    }

    /** Takes up weights whose storage changed. */
    public void bind() {
        for (int i = 0; i < passes.size(); i++) {
            passes.get(i).bind();
        }
    }

    /**
     * Computes outputs and, in a training program, the gradient of the loss by the outputs.
     *
     * @param live how many examples the planes hold
     * @return the mean loss
     */
    public double forward(int live) {
        for (int i = 0; i < passes.size(); i++) {
            passes.get(i).forward(pool);
        }
        return loss.run(pool, live);
    }

    /** Computes the gradients of all parameters after {@link #forward}. */
    public void backward() {
        for (int i = passes.size() - 1; i >= 0; i--) {
            passes.get(i).backward(pool, i < passes.size() - 1);
        }
    }

    /** Native bytes held, without those of the network. */
    public long bytes() {
        return memory.bytes();
    }

    @Override
    public void close() {
        memory.close();
    }
}
