package org.espalier.core.operation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.WorkerPool;

/**
 * Gates of which each expert keeps as many positions as it has room for. Examples are served in their order and of an example
 * its positions, first the largest gate of each, then the second, so that neither threads nor the width of blocks decide.
 *
 * @param routes most gates of a position
 * @param training how many times an even share an expert has room for in training; 0: for all
 * @param evaluation the same outside of training
 */
public record Capacity(String label, Value input, Value output, int routes, double training, double evaluation)
        implements Operation {
    /** What a product of a factor and numbers may be off by: 1.1 times 100 positions of 10 experts are 11. */
    private static final double ROUNDING = 1e-12;

    /** How many of so many positions an expert has room for: {@code ⌈factor · routes · positions / experts⌉}. */
    static long room(double factor, int routes, long positions, int experts) {
        return (long) Math.ceil(factor * routes * positions / experts * (1 - ROUNDING));
    }

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        Plane plane = planes.plane(input);
        return 4L * plane.tiles() * plane.lanes();
    }

    /** What is dropped depends on the whole batch, which other programs do not know of. */
    @Override
    public Optional<NetworkOperation> told() {
        return evaluation == 0 ? Optional.empty() : Optional.of(new NetworkOperation.Untold());
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private static final int NONE = -1;

        private final Binding binding;
        private final Plane in;
        private final Plane out;
        private final Plane inGradient;
        private final Plane outGradient;
        private final boolean trained;
        private final boolean adds;
        private final double factor;
        private final int lanes;
        private final int experts;
        private final long[] seen;
        /** The expert of the route that a position was served before, by tile and lane. */
        private final int[] before;

        Bound(Binding binding) {
            this.binding = binding;
            this.in = binding.plane(input);
            this.out = binding.plane(output);
            this.trained = binding.gradient(input).isPresent();
            this.inGradient = binding.gradient(input).orElse(in);
            this.outGradient = binding.gradient(output).orElse(out);
            this.adds = binding.geometry().adds(Capacity.this, 0);
            this.factor = binding.training() ? training : evaluation;
            this.lanes = in.lanes();
            this.experts = input.features();
            this.seen = new long[experts];
            this.before = new int[in.tiles() * lanes];
        }

        @Override
        public void forward(WorkerPool pool) {
            for (int tile = 0; tile < in.tiles(); tile++) {
                NativeMemory.copy(in.numbered(tile), out.numbered(tile), 4L * experts * lanes);
            }
            if (factor == 0) {
                return;
            }
            int positions = in.grid().positions();
            int live = binding.batch().live();
            long room = room(factor, routes, (long) live * positions, experts);
            Arrays.fill(seen, 0);
            Arrays.fill(before, NONE);
            for (int route = 0; route < routes; route++) {
                for (int example = 0; example < live; example++) {
                    for (int position = 0; position < positions; position++) {
                        serve(example / lanes * positions + position, example % lanes, room);
                    }
                }
            }
        }

        private void serve(int tile, int lane, long room) {
            long gates = in.numbered(tile) + 4L * lane;
            int expert = next(gates, before[tile * lanes + lane]);
            if (expert != NONE) {
                before[tile * lanes + lane] = expert;
                if (seen[expert]++ >= room) {
                    NativeMemory.setFloat(out.numbered(tile) + 4L * (expert * lanes + lane), 0f);
                }
            }
        }

        /** The expert with the largest gate after another one's; of equal ones the first. */
        private int next(long gates, int last) {
            float most = last == NONE ? Float.POSITIVE_INFINITY : gate(gates, last);
            int best = NONE;
            for (int e = 0; e < experts; e++) {
                float gate = gate(gates, e);
                boolean after = gate < most || gate == most && e > last;
                if (gate != 0f && after && (best == NONE || gate > gate(gates, best))) {
                    best = e;
                }
            }
            return best;
        }

        private float gate(long gates, int expert) {
            return NativeMemory.getFloat(gates + 4L * expert * lanes);
        }

        /** To gates that stayed; those that were 0 or became it get none. */
        @Override
        public void backward(WorkerPool pool) {
            if (!trained) {
                return;
            }
            for (int tile = 0; tile < in.tiles(); tile++) {
                for (int i = 0; i < experts * lanes; i++) {
                    long place = inGradient.numbered(tile) + 4L * i;
                    float sum = adds ? NativeMemory.getFloat(place) : 0f;
                    if (NativeMemory.getFloat(out.numbered(tile) + 4L * i) != 0f) {
                        sum += NativeMemory.getFloat(outGradient.numbered(tile) + 4L * i);
                    }
                    NativeMemory.setFloat(place, sum);
                }
            }
        }
    }
}
