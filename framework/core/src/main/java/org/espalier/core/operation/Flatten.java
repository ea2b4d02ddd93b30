package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
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
 * All features of an example at one position. In memory they lie like this already, unless there is a border between the
 * rows of a picture or others read the picture too; then they are copied.
 */
public record Flatten(String label, Value input, Value output) implements Operation {
    private static final Pass NOTHING = new Pass() {
        @Override
        public void forward(WorkerPool pool) {}

        @Override
        public void backward(WorkerPool pool) {}
    };

    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public boolean view() {
        return true;
    }

    @Override
    public void couple(Coupling coupling) {
        for (int feature = 0; feature < output.features(); feature++) {
            coupling.tie(input, feature % input.features(), output, feature);
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new Flatten(label, sizes.value(input), sizes.value(output));
    }

    @Override
    public void constants(Constants known) {
        for (int feature = 0; feature < output.features(); feature++) {
            known.set(output, feature, known.of(input, feature % input.features()));
        }
    }

    @Override
    public Optional<Flow> flow() {
        return Optional.of(walk -> {
            for (int feature = 0; feature < output.features(); feature++) {
                int channel = feature % input.features();
                walk.carry(input, channel, feature / input.features(), output, feature, 0, 1);
            }
        });
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Flatten());
    }

    @Override
    public Pass bind(Binding binding) {
        return binding.geometry().shares(this) ? NOTHING : new Copy(binding);
    }

    private final class Copy implements Pass {
        private final Plane in;
        private final Plane out;
        private final Plane inGradient;
        private final Plane outGradient;
        private final boolean backward;
        private final boolean adds;
        private final Binding binding;
        private final Work copy = this::copy;
        private final Work copyBack = this::copyBack;

        Copy(Binding binding) {
            this.binding = binding;
            this.in = binding.plane(input);
            this.out = binding.plane(output);
            this.backward = binding.gradient(input).isPresent();
            this.inGradient = binding.gradient(input).orElse(in);
            this.outGradient = binding.gradient(output).orElse(out);
            this.adds = binding.geometry().adds(Flatten.this, 0);
        }

        private int rows() {
            return in.blocks() * in.grid().height();
        }

        private long rowBytes() {
            return in.grid().width() * in.tileBytes();
        }

        /** Where a row of the picture stands in the flat plane. */
        private long flat(Plane plane, int row) {
            return plane.address() + row * rowBytes();
        }

        private long row(Plane plane, int row) {
            return plane.tile(row / in.grid().height(), row % in.grid().height(), 0);
        }

        private void copy(int row) {
            NativeMemory.copy(row(in, row), flat(out, row), rowBytes());
        }

        private void copyBack(int row) {
            long from = flat(outGradient, row);
            long to = row(inGradient, row);
            if (adds) {
                binding.kernels().add(to, from, to, Math.toIntExact(rowBytes() / 4));
            } else {
                NativeMemory.copy(from, to, rowBytes());
            }
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(copy, rows());
        }

        @Override
        public void backward(WorkerPool pool) {
            if (backward) {
                pool.run(copyBack, rows());
            }
        }
    }
}
