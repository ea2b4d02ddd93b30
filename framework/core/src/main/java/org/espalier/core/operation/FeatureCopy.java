package org.espalier.core.operation;

import org.espalier.api.backend.Kernels;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.jspecify.annotations.Nullable;

/** Copies neighbouring features of every position from one plane to another with the same positions. */
final class FeatureCopy implements Work {
    private final Plane in;
    private final long inOffset;
    private final Plane out;
    private final long outOffset;
    private final long bytes;
    private final boolean clears;
    private final @Nullable Kernels adding;
    private final int[] bounds;

    /**
     * @param inFeature first of the features that are read
     * @param outFeature first of the features that are written
     * @param features how many
     */
    FeatureCopy(Plane in, int inFeature, Plane out, int outFeature, int features) {
        this(in, inFeature, out, outFeature, features, false, null);
    }

    private FeatureCopy(
            Plane in,
            int inFeature,
            Plane out,
            int outFeature,
            int features,
            boolean clears,
            @Nullable Kernels adding) {
        long feature = 4L * in.lanes();
        this.in = in;
        this.inOffset = inFeature * feature;
        this.out = out;
        this.outOffset = outFeature * feature;
        this.bytes = features * feature;
        this.clears = clears && bytes < out.tileBytes();
        this.adding = adding;
        this.bounds = Chunks.even(in.tiles(), 1);
    }

    /** The gradient of an input; nothing where there is none. */
    record Back(@Nullable FeatureCopy copy) {
        void run(WorkerPool pool) {
            if (copy != null) {
                copy.run(pool);
            }
        }
    }

    /**
     * The way back from an operation's output to one of its inputs: features that did not pass have the gradient 0.
     *
     * @param index which input
     * @param inFeature first of the features that passed, in the input
     * @param outFeature first of them in the output
     */
    static Back back(Binding binding, Operation operation, int index, int inFeature, int outFeature) {
        Value in = operation.inputs().get(index);
        int features = Math.min(in.features(), operation.output().features());
        Plane to = binding.gradient(in).orElse(null);
        Plane from = binding.gradient(operation.output()).orElse(null);
        if (to == null || from == null) {
            return new Back(null);
        }
        boolean adds = binding.geometry().adds(operation, index);
        return new Back(
                new FeatureCopy(from, outFeature, to, inFeature, features, !adds, adds ? binding.kernels() : null));
    }

    void run(WorkerPool pool) {
        pool.run(this, bounds.length - 1);
    }

    @Override
    public void run(int chunk) {
        for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
            long from = in.numbered(tile) + inOffset;
            long whole = out.numbered(tile);
            long to = whole + outOffset;
            if (adding != null) {
                adding.add(from, to, to, Math.toIntExact(bytes / 4));
            } else {
                if (clears) {
                    NativeMemory.clear(whole, out.tileBytes());
                }
                NativeMemory.copy(from, to, bytes);
            }
        }
    }
}
