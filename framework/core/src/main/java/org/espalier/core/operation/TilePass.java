package org.espalier.core.operation;

import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/** An operation of one input that works on one tile after the other. */
final class TilePass implements Pass {
    /** From a tile of the input to that of the output. */
    @FunctionalInterface
    interface Forward {
        void run(long in, long out, int width);
    }

    /** From a tile of the output's gradient to that of the input's. */
    @FunctionalInterface
    interface Backward {
        /**
         * @param adds whether it adds to the gradient of the input
         */
        void run(long in, long out, long outGradient, int width, boolean adds, long inGradient);
    }

    private final Plane in;
    private final Plane out;
    private final Plane inGradient;
    private final Plane outGradient;
    private final boolean trained;
    private final int[] bounds;
    private final Work forward;
    private final Work backward;

    TilePass(Binding binding, Operation operation, Forward forward, Backward backward) {
        Value input = operation.inputs().getFirst();
        this.in = binding.plane(input);
        this.out = binding.plane(operation.output());
        this.trained = binding.gradient(input).isPresent();
        this.inGradient = binding.gradient(input).orElse(in);
        this.outGradient = binding.gradient(operation.output()).orElse(out);
        this.bounds = Chunks.even(in.tiles(), 1);
        boolean adds = binding.geometry().adds(operation, 0);
        int width = in.lanes();
        this.forward = chunk -> {
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                forward.run(in.numbered(tile), out.numbered(tile), width);
            }
        };
        this.backward = chunk -> {
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                backward.run(
                        in.numbered(tile),
                        out.numbered(tile),
                        outGradient.numbered(tile),
                        width,
                        adds,
                        inGradient.numbered(tile));
            }
        };
    }

    @Override
    public void forward(WorkerPool pool) {
        pool.run(forward, bounds.length - 1);
    }

    @Override
    public void backward(WorkerPool pool) {
        if (trained) {
            pool.run(backward, bounds.length - 1);
        }
    }
}
