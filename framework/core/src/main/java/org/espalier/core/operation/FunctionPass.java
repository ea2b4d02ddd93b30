package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * A function of the elements of one or two values. It may have poles, so where there is no example its output is
 * set to 0: what multiplies it there must not become NaN.
 */
final class FunctionPass implements Pass {
    /** From floats of each input to those of the output; of one input, both are the same. */
    @FunctionalInterface
    interface Forward {
        void run(long first, long second, long out, int floats);
    }

    /** From floats of the output's gradient to those of an input's. */
    @FunctionalInterface
    interface Backward {
        /**
         * @param index which input
         * @param add whether it adds to the gradient of the input
         */
        void run(int index, long first, long second, long outGradient, boolean add, long inGradient, int floats);
    }

    private final Binding binding;
    private final Plane first;
    private final Plane second;
    private final Plane out;
    private final Plane outGradient;
    private final List<Optional<Plane>> inGradients;
    private final boolean[] adds;
    private final boolean trained;
    private final int features;
    private final long rowBytes;
    private final int[] bounds;
    private final Work forward;
    private final Work backward;

    FunctionPass(Binding binding, Operation operation, Forward forward, Backward backward) {
        this.binding = binding;
        this.first = binding.plane(operation.inputs().getFirst());
        this.second = binding.plane(operation.inputs().getLast());
        this.out = binding.plane(operation.output());
        this.outGradient = binding.gradient(operation.output()).orElse(out);
        this.inGradients = operation.inputs().stream().map(binding::gradient).toList();
        this.trained = inGradients.stream().anyMatch(Optional::isPresent);
        this.adds = new boolean[inGradients.size()];
        for (int index = 0; index < adds.length; index++) {
            adds[index] = binding.geometry().adds(operation, index);
        }
        this.features = out.features();
        this.rowBytes = 4L * out.lanes();
        this.bounds = Chunks.even(Math.multiplyExact(out.tiles(), features), 1);
        this.forward = chunk -> forward(chunk, forward);
        this.backward = chunk -> backward(chunk, backward);
    }

    /** Rows are counted tile by tile; those of a chunk that lie in one tile are done in one go. */
    private void forward(int chunk, Forward function) {
        int end = bounds[chunk + 1];
        int row = bounds[chunk];
        while (row < end) {
            int tile = row / features;
            long place = rowBytes * (row % features);
            int rows = Math.min(features - row % features, end - row);
            long to = out.numbered(tile) + place;
            function.run(first.numbered(tile) + place, second.numbered(tile) + place, to, rows * out.lanes());
            clearDead(tile, to, rows);
            row += rows;
        }
    }

    private void clearDead(int tile, long address, int rows) {
        int lanes = out.lanes();
        int block = tile / out.grid().positions();
        int live = Math.clamp(binding.batch().live() - (long) block * lanes, 0, lanes);
        if (live < lanes) {
            for (int r = 0; r < rows; r++) {
                NativeMemory.clear(address + rowBytes * r + 4L * live, 4L * (lanes - live));
            }
        }
    }

    /** The second input first: it is read later, also when both are one value. */
    private void backward(int chunk, Backward function) {
        int end = bounds[chunk + 1];
        int row = bounds[chunk];
        while (row < end) {
            int tile = row / features;
            long place = rowBytes * (row % features);
            int rows = Math.min(features - row % features, end - row);
            long a = first.numbered(tile) + place;
            long b = second.numbered(tile) + place;
            long from = outGradient.numbered(tile) + place;
            for (int index = adds.length - 1; index >= 0; index--) {
                if (inGradients.get(index).isPresent()) {
                    long to = inGradients.get(index).orElseThrow().numbered(tile) + place;
                    function.run(index, a, b, from, adds[index], to, rows * out.lanes());
                }
            }
            row += rows;
        }
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
