package org.espalier.core.program;

import org.espalier.api.backend.Kernels;
import org.espalier.api.backend.Panel;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.LossOperation;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/** The loss of a batch, and its gradient where that is asked for. */
final class LossPass implements Work {
    /** Computes the loss of the positions from … to - 1. */
    @FunctionalInterface
    private interface Range {
        void run(int counted, int from, int to);
    }

    private final boolean classes;
    private final Range range;
    private final Kernels kernels;
    private final Panel panel;
    private final int features;
    private final long outputs;
    private final long gradient;
    private final long labels;
    private final long targets;
    private final long losses;
    private final int[] positions;
    private int counted;

    /**
     * @param judged plane of what the loss reads
     * @param gradient address of the plane of its gradient, or 0
     * @param labels address of {@code int[capacity]}: the class of each position, -1 where it does not count
     * @param targets address of a plane of numeric targets, or 0 where the operation reads labels
     */
    LossPass(
            LossOperation operation,
            Kernels kernels,
            Plane judged,
            long gradient,
            long labels,
            long targets,
            NativeMemory memory) {
        this.classes = operation.readsLabels();
        this.kernels = kernels;
        this.panel = judged.panel();
        this.features = judged.features();
        this.outputs = judged.address();
        this.gradient = gradient;
        this.labels = labels;
        this.targets = targets;
        this.losses = memory.allocateFloats(panel.capacity());
        this.positions = Chunks.even(panel.capacity(), 16);
        this.range = range(operation);
    }

    private Range range(LossOperation operation) {
        return switch (operation) {
            case LossOperation.CrossEntropy(double share) -> {
                float smoothing = (float) share;
                yield (count, from, to) -> kernels.crossEntropy(
                        features, panel, count, outputs, labels, smoothing, losses, gradient, from, to);
            }
            case LossOperation.SquaredError() ->
                (count, from, to) ->
                        kernels.squaredError(features, panel, count, outputs, targets, losses, gradient, from, to);
            case LossOperation.BinaryCrossEntropy() ->
                (count, from, to) -> kernels.binaryCrossEntropy(
                        features, panel, count, outputs, targets, losses, gradient, from, to);
            case LossOperation.Huber(double width) -> {
                float delta = (float) width;
                yield (count, from, to) ->
                        kernels.huber(features, panel, count, delta, outputs, targets, losses, gradient, from, to);
            }
            case LossOperation.KlDivergence() ->
                (count, from, to) ->
                        kernels.klDivergence(features, panel, count, outputs, targets, losses, gradient, from, to);
        };
    }

    /**
     * The mean over the positions that count, summed in double in their order; 0 where none does.
     *
     * @param examples how many are there
     */
    double run(WorkerPool pool, int examples) {
        counted = classes ? labelled() : examples;
        pool.run(this, positions.length - 1);
        double sum = 0;
        for (int p = 0; p < panel.capacity(); p++) {
            sum += NativeMemory.getFloat(losses + 4L * p);
        }
        return counted == 0 ? 0 : sum / counted;
    }

    /** Whether a position counts. */
    boolean counts(int position) {
        return !classes || NativeMemory.getInt(labels + 4L * position) >= 0;
    }

    /** The loss at a position that counts. */
    float at(int position) {
        return NativeMemory.getFloat(losses + 4L * position);
    }

    /** How many positions the last mean was taken over. */
    int counted() {
        return counted;
    }

    private int labelled() {
        int found = 0;
        for (int p = 0; p < panel.capacity(); p++) {
            found += NativeMemory.getInt(labels + 4L * p) < 0 ? 0 : 1;
        }
        return found;
    }

    @Override
    public void run(int chunk) {
        range.run(counted, positions[chunk], positions[chunk + 1]);
    }
}
