package org.espalier.core.operation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.graph.Window;
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
import org.espalier.core.parallel.Work;
import org.espalier.core.parallel.WorkerPool;

/** The maximum over a window; which tap won is remembered for the gradient. */
public record MaxPool(String label, Value input, Value output, Window window) implements Operation {
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
        return new MaxPool(label, sizes.value(input), sizes.value(output), window);
    }

    @Override
    public void constants(Constants known) {
        known.each(input, output, (constant, _) -> constant);
    }

    /** What is largest under the window; of equal ones the first. */
    @Override
    public Optional<Flow> flow() {
        return Optional.of(walk -> {
            int[] best = new int[output.positions().positions()];
            for (int f = 0; f < output.features(); f++) {
                int feature = f;
                Arrays.fill(best, -1);
                WindowPlaces.forEach(window, input.positions(), output.positions(), (from, to, _) -> {
                    if (best[to] < 0 || walk.at(input, feature, from) > walk.at(input, feature, best[to])) {
                        best[to] = from;
                    }
                });
                for (int to = 0; to < best.length; to++) {
                    walk.carry(input, feature, best[to], output, feature, to, 1);
                }
            }
        });
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.MaxPool(window));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final Kernels kernels;
        private final PoolTables forward;
        private final PoolTables backward;
        private final boolean hasGradient;
        private final boolean adds;
        private final Plane out;
        private final Plane winners;
        private final int floats;
        private final int[] results;
        private final int[] gradients;
        private final Work maximum = this::maximum;
        private final Work gradient = this::gradient;

        Bound(Binding binding) {
            kernels = binding.kernels();
            Plane in = binding.plane(input);
            out = binding.plane(output);
            winners = out.at(binding.memory().allocate(out.bytes()));
            floats = Math.toIntExact(out.tileBytes() / 4);
            forward = PoolTables.forward(window, in, out, binding.memory());
            hasGradient = binding.gradient(input).isPresent();
            adds = binding.geometry().adds(MaxPool.this, 0);
            backward = hasGradient
                    ? PoolTables.backward(
                            window,
                            binding.gradient(input).orElseThrow(),
                            binding.gradient(output).orElseThrow(),
                            winners,
                            binding.memory())
                    : forward;
            results = Chunks.even(forward.results(), 1);
            gradients = Chunks.even(backward.results(), 1);
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(maximum, results.length - 1);
        }

        private void maximum(int chunk) {
            long toWinners = winners.address() - out.address();
            for (int i = results[chunk]; i < results[chunk + 1]; i++) {
                long result = forward.result(i);
                kernels.maximum(
                        forward.sources(i), forward.numbers(i), forward.count(i), result, result + toWinners, floats);
            }
        }

        @Override
        public void backward(WorkerPool pool) {
            if (hasGradient) {
                pool.run(gradient, gradients.length - 1);
            }
        }

        private void gradient(int chunk) {
            for (int i = gradients[chunk]; i < gradients[chunk + 1]; i++) {
                kernels.sumWhereWon(
                        backward.sources(i),
                        backward.beside(i),
                        backward.numbers(i),
                        backward.count(i),
                        backward.result(i),
                        adds,
                        floats);
            }
        }
    }
}
