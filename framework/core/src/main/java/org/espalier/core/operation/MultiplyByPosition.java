package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Chunks;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/**
 * The features of each position times a number of that position.
 *
 * @param factors one feature
 */
public record MultiplyByPosition(String label, Value input, Value factors, Value output) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input, factors);
    }

    @Override
    public void couple(Coupling coupling) {
        coupling.tie(input, output);
        coupling.fix(factors);
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new MultiplyByPosition(label, sizes.value(input), factors, sizes.value(output));
    }

    @Override
    public void constants(Constants known) {
        known.zeros(input, output);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.MultiplyByPosition());
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Kernels kernels;
        private final Plane in;
        private final Plane numbers;
        private final Plane out;
        private final Plane outGradient;
        private final Plane inGradient;
        private final Plane numberGradient;
        private final boolean toInput;
        private final boolean toFactors;
        private final boolean addsToInput;
        private final boolean addsToFactors;
        private final int[] bounds;
        private final Work forward = this::forward;
        private final Work backward = this::backward;

        Bound(Binding binding) {
            this.kernels = binding.kernels();
            this.in = binding.plane(input);
            this.numbers = binding.plane(factors);
            this.out = binding.plane(output);
            this.outGradient = binding.gradient(output).orElse(out);
            this.inGradient = binding.gradient(input).orElse(in);
            this.numberGradient = binding.gradient(factors).orElse(numbers);
            this.toInput = binding.gradient(input).isPresent();
            this.toFactors = binding.gradient(factors).isPresent();
            this.addsToInput = binding.geometry().adds(MultiplyByPosition.this, 0);
            this.addsToFactors = binding.geometry().adds(MultiplyByPosition.this, 1);
            this.bounds = Chunks.even(out.tiles(), 1);
        }

        private void forward(int chunk) {
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                kernels.scalePositions(
                        in.numbered(tile),
                        numbers.numbered(tile),
                        out.features(),
                        out.lanes(),
                        false,
                        out.numbered(tile));
            }
        }

        /** The factors first: they are read later, also when they are the input. */
        private void backward(int chunk) {
            int features = out.features();
            int lanes = out.lanes();
            for (int tile = bounds[chunk]; tile < bounds[chunk + 1]; tile++) {
                long slope = outGradient.numbered(tile);
                if (toFactors) {
                    long to = numberGradient.numbered(tile);
                    kernels.featureDots(in.numbered(tile), slope, features, lanes, addsToFactors, to);
                }
                if (toInput) {
                    long to = inGradient.numbered(tile);
                    kernels.scalePositions(slope, numbers.numbered(tile), features, lanes, addsToInput, to);
                }
            }
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(forward, bounds.length - 1);
        }

        @Override
        public void backward(WorkerPool pool) {
            pool.run(backward, bounds.length - 1);
        }
    }
}
