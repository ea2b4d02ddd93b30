package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.BatchState;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * Standard normal numbers, in training. The index of a draw is
 * {@code (example · positions + position) · features + feature}.
 *
 * @param output not trained
 * @param stream what the draws are called, unique in the model
 */
public record NormalNoise(String label, Value output, String stream) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of();
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Zeros());
    }

    @Override
    public Pass bind(Binding binding) {
        Plane out = binding.plane(output);
        return binding.random()
                .map(random -> (Pass) new Bound(out, binding.batch(), random.fork(stream)))
                .orElseGet(() -> new Silent(out));
    }

    /** Outside of training there is no noise. */
    private record Silent(Plane out) implements Pass {
        @Override
        public void forward(WorkerPool pool) {
            for (int tile = 0; tile < out.tiles(); tile++) {
                NativeMemory.clear(out.numbered(tile), 4L * out.features() * out.lanes());
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            throw new IllegalStateException("there is no backward pass outside of training");
        }
    }

    private static final class Bound implements Pass, Work {
        private final Plane out;
        private final BatchState batch;
        private final RandomStream random;
        private final int[] bounds;
        private long key;

        Bound(Plane out, BatchState batch, RandomStream random) {
            this.out = out;
            this.batch = batch;
            this.random = random;
            this.bounds = Chunks.even(out.tiles() * out.features(), 1);
        }

        @Override
        public void forward(WorkerPool pool) {
            key = random.fork(batch.step()).key();
            pool.run(this, bounds.length - 1);
        }

        @Override
        public void backward(WorkerPool pool) {
            // Nothing is asked of constants.
        }

        @Override
        public void run(int chunk) {
            int positions = out.grid().positions();
            int features = out.features();
            int lanes = out.lanes();
            for (int i = bounds[chunk]; i < bounds[chunk + 1]; i++) {
                int tile = i / features;
                int feature = i % features;
                long row = out.numbered(tile) + 4L * feature * lanes;
                long first = (long) (tile / positions) * lanes;
                for (int lane = 0; lane < lanes; lane++) {
                    long index = ((first + lane) * positions + tile % positions) * features + feature;
                    NativeMemory.setFloat(row + 4L * lane, (float) RandomStream.normal(key, index));
                }
            }
        }
    }
}
