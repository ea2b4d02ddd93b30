package org.espalier.core.operation;

import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.storage.DenseWeight;

/**
 * One for the feature that a table names for a position's token, zero for the others.
 *
 * @param input token numbers: features at one position, or one feature at each
 * @param output not trained
 * @param table the feature of each token
 */
public record ByToken(String label, Value input, Value output, StatisticSpec table) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Plane in;
        private final Plane out;
        private final DenseWeight store;
        private final int steps;
        private final boolean flat;
        private final int[] bounds;
        private final Work forward = this::forward;

        Bound(Binding binding) {
            this.in = binding.plane(input);
            this.out = binding.plane(output);
            this.store = binding.statistic(table.name()).store();
            this.steps = output.positions().positions();
            this.flat = input.positions().positions() == 1;
            this.bounds = Chunks.even(out.tiles(), 1);
        }

        @Override
        public void forward(WorkerPool pool) {
            for (int tile = 0; tile < out.tiles(); tile++) {
                for (int lane = 0; lane < out.lanes(); lane++) {
                    require(token(tile, lane));
                }
            }
            pool.run(forward, bounds.length - 1);
        }

        private float token(int tile, int lane) {
            int step = tile % steps;
            long tokens = flat ? in.tile(tile / steps, 0, 0) + 4L * step * in.lanes() : in.position(tile / steps, step);
            return NativeMemory.getFloat(tokens + 4L * lane);
        }

        /** NaN is what dead positions may hold. */
        private void require(float token) {
            boolean whole = token == (int) token || Float.isNaN(token);
            if (token < 0 || token >= table.size() || !whole) {
                throw new EspalierException("The " + label + " has a table for the tokens 0 to " + (table.size() - 1)
                        + ", and " + token + " comes in. Give it the vocabulary of the data, and do not scale them.");
            }
        }

        private void forward(int chunk) {
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                NativeMemory.clear(out.numbered(tile), 4L * out.features() * out.lanes());
                for (int lane = 0; lane < out.lanes(); lane++) {
                    float token = token(tile, lane);
                    int feature = Float.isNaN(token)
                            ? 0
                            : Math.round(NativeMemory.getFloat(store.values() + 4L * (int) token));
                    NativeMemory.setFloat(out.numbered(tile) + 4L * (feature * out.lanes() + lane), 1f);
                }
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            handStatistics();
        }

        /** The table stays as it is, whatever the batches are. */
        @Override
        public void handStatistics() {
            NativeMemory.copy(store.values(), store.gradient(), 4L * table.size());
        }
    }
}
