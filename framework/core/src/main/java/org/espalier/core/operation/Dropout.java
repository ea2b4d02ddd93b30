package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.BatchState;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Flow;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * Elements become 0 with a probability. Two neighbouring examples share a draw, whose index is
 * {@code (example / 2 · positions + position) · features + feature}; the backward pass draws again.
 *
 * @param stream what the draws are called, unique in the model
 */
public record Dropout(String label, Value input, Value output, String stream, double rate) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public void couple(Coupling coupling) {
        coupling.tie(input, output);
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new Dropout(label, sizes.value(input), sizes.value(output), stream, rate);
    }

    @Override
    public void constants(Constants known) {
        known.each(input, output, (constant, _) -> constant);
    }

    /** As outside of training. */
    @Override
    public Optional<Flow> flow() {
        return Optional.of(walk -> walk.carry(input, output));
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.empty();
    }

    @Override
    public Pass bind(Binding binding) {
        return binding.random()
                .map(random -> (Pass) new Bound(binding, random.fork(stream)))
                .orElseGet(() -> new Copy(binding));
    }

    /** Outside of training nothing is dropped. */
    private final class Copy implements Pass {
        private final ElementwiseWork work;

        Copy(Binding binding) {
            work = new ElementwiseWork(
                    binding.plane(input),
                    binding.plane(output),
                    (from, to, same, floats) -> NativeMemory.copy(from, to, 4L * floats));
        }

        @Override
        public void forward(WorkerPool pool) {
            work.run(pool);
        }

        @Override
        public void backward(WorkerPool pool) {
            throw new IllegalStateException("there is no backward pass outside of training");
        }
    }

    private final class Bound implements Pass {
        private static final double UNIT = 0x1p24;

        private final Kernels kernels;
        private final BatchState batch;
        private final RandomStream random;
        private final Plane in;
        private final Plane out;
        private final Plane gradient;
        private final Plane inGradient;
        private final boolean hasGradient;
        private final boolean adds;
        private final int kept;
        private final float scale;
        private final int[] bounds;
        private final Work forward;
        private final Work backward;
        private long key;

        Bound(Binding binding, RandomStream random) {
            this.random = random;
            kernels = binding.kernels();
            batch = binding.batch();
            in = binding.plane(input);
            out = binding.plane(output);
            gradient = binding.gradient(output).orElse(out);
            inGradient = binding.gradient(input).orElse(in);
            hasGradient = binding.gradient(input).isPresent();
            adds = binding.geometry().adds(Dropout.this, 0);
            kept = (int) Math.rint((1 - rate) * UNIT);
            scale = (float) (1 / (1 - rate));
            bounds = Chunks.even(in.tiles(), 1);
            forward = chunk -> drop(chunk, in, out, false);
            backward = chunk -> drop(chunk, gradient, inGradient, adds);
        }

        @Override
        public void forward(WorkerPool pool) {
            key = random.fork(batch.step()).key();
            pool.run(forward, bounds.length - 1);
        }

        @Override
        public void backward(WorkerPool pool) {
            if (hasGradient) {
                pool.run(backward, bounds.length - 1);
            }
        }

        private void drop(int chunk, Plane from, Plane to, boolean add) {
            int positions = in.grid().positions();
            int width = in.grid().width();
            long rowBytes = 4L * in.lanes();
            long stride = (long) positions * in.features();
            for (int i = bounds[chunk]; i < bounds[chunk + 1]; i++) {
                int block = i / positions;
                int position = i % positions;
                long source = from.tile(block, position / width, position % width);
                long target = to.tile(block, position / width, position % width);
                long first = (long) block * in.lanes() / 2 * stride + (long) position * in.features();
                for (int f = 0; f < in.features(); f++) {
                    kernels.dropout(
                            key,
                            first + f,
                            stride,
                            kept,
                            scale,
                            source + f * rowBytes,
                            target + f * rowBytes,
                            add,
                            in.lanes());
                }
            }
        }
    }
}
