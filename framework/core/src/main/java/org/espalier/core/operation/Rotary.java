package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Geometry;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/** Turns the features of each head, in pairs half a head apart, by angles that grow with the position. */
public record Rotary(String label, Value input, Value output, int heads, double base) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    private int half() {
        return input.features() / heads / 2;
    }

    @Override
    public long bytes(Geometry planes, boolean training, ToLongFunction<String> links) {
        return 24L * planes.plane(input).tiles()
                + 8L * half() * input.positions().positions();
    }

    @Override
    public void couple(Coupling coupling) {
        int size = 2 * half();
        for (int feature = 0; feature < input.features(); feature++) {
            coupling.tie(input, feature / size * size, input, feature);
            coupling.tie(input, feature, output, feature);
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        Value in = sizes.value(input);
        return new Rotary(label, in, sizes.value(output), in.features() / (2 * half()), base);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Rotary(heads, base));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Kernels kernels;
        private final int positions;
        private final int lanes;
        /** For each position and pair cosine and sine. */
        private final long angles;

        private final long in;
        private final long out;
        private final long inGradient;
        private final long outGradient;
        private final boolean adds;
        private final int[] bounds;
        private final Work turn = this::turn;
        private final Work turnBack = this::turnBack;

        Bound(Binding binding) {
            Plane plane = binding.plane(input);
            NativeMemory memory = binding.memory();
            this.kernels = binding.kernels();
            this.positions = plane.grid().positions();
            this.lanes = plane.lanes();
            this.angles = memory.copyOf(angles());
            this.in = plane.addresses(memory);
            this.out = binding.plane(output).addresses(memory);
            this.inGradient =
                    binding.gradient(input).map(p -> p.addresses(memory)).orElse(0L);
            this.outGradient =
                    binding.gradient(output).map(p -> p.addresses(memory)).orElse(0L);
            this.adds = binding.geometry().adds(Rotary.this, 0);
            this.bounds = Chunks.even(plane.tiles(), 1);
        }

        private float[] angles() {
            float[] turns = new float[2 * positions * half()];
            for (int p = 0; p < positions; p++) {
                for (int i = 0; i < half(); i++) {
                    double angle = p * StrictMath.pow(base, -(double) i / half());
                    turns[2 * (p * half() + i)] = (float) StrictMath.cos(angle);
                    turns[2 * (p * half() + i) + 1] = (float) StrictMath.sin(angle);
                }
            }
            return turns;
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(turn, bounds.length - 1);
        }

        private void turn(int chunk) {
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                turn(tile, in, out, 1f, false);
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            if (inGradient != 0) {
                pool.run(turnBack, bounds.length - 1);
            }
        }

        private void turnBack(int chunk) {
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                turn(tile, outGradient, inGradient, -1f, adds);
            }
        }

        private void turn(int tile, long from, long to, float direction, boolean add) {
            long row = 4L * lanes;
            long turns = angles + 8L * half() * (tile % positions);
            long x = NativeMemory.getLong(from + 8L * tile);
            long y = NativeMemory.getLong(to + 8L * tile);
            for (int head = 0; head < heads; head++) {
                for (int i = 0; i < half(); i++) {
                    long first = row * (2L * head * half() + i);
                    long second = first + row * half();
                    float cos = NativeMemory.getFloat(turns + 8L * i);
                    float sin = direction * NativeMemory.getFloat(turns + 8L * i + 4);
                    kernels.turn(x + first, x + second, cos, sin, y + first, y + second, add, lanes);
                }
            }
        }
    }
}
