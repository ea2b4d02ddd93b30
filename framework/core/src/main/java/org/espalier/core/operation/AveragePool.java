package org.espalier.core.operation;

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

/** The mean over a window; what lies outside of the picture counts as 0. */
public record AveragePool(String label, Value input, Value output, Window window) implements Operation {
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
        return new AveragePool(label, sizes.value(input), sizes.value(output), window);
    }

    @Override
    public void constants(Constants known) {
        if (window.paddingY() == 0 && window.paddingX() == 0) {
            known.each(input, output, (constant, _) -> constant);
        } else {
            known.zeros(input, output);
        }
    }

    @Override
    public Optional<Flow> flow() {
        return Optional.of(walk ->
                WindowPlaces.forEach(window, input.positions(), output.positions(), (from, to, _) -> {
                    for (int feature = 0; feature < output.features(); feature++) {
                        walk.carry(input, feature, from, output, feature, to, 1.0 / window.taps());
                    }
                }));
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.AveragePool(window));
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
        private final int floats;
        private final float scale = 1f / window.taps();
        private final int[] results;
        private final int[] gradients;
        private final Work mean = this::mean;
        private final Work gradient = this::gradient;

        Bound(Binding binding) {
            kernels = binding.kernels();
            Plane in = binding.plane(input);
            Plane out = binding.plane(output);
            floats = Math.toIntExact(out.tileBytes() / 4);
            forward = PoolTables.forward(window, in, out, binding.memory());
            hasGradient = binding.gradient(input).isPresent();
            adds = binding.geometry().adds(AveragePool.this, 0);
            Plane outGradient = binding.gradient(output).orElse(out);
            backward = hasGradient
                    ? PoolTables.backward(
                            window, binding.gradient(input).orElseThrow(), outGradient, outGradient, binding.memory())
                    : forward;
            results = Chunks.even(forward.results(), 1);
            gradients = Chunks.even(backward.results(), 1);
        }

        @Override
        public void forward(WorkerPool pool) {
            pool.run(mean, results.length - 1);
        }

        private void mean(int chunk) {
            for (int i = results[chunk]; i < results[chunk + 1]; i++) {
                kernels.scaledSum(forward.sources(i), forward.count(i), scale, forward.result(i), false, floats);
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
                kernels.scaledSum(backward.sources(i), backward.count(i), scale, backward.result(i), adds, floats);
            }
        }
    }
}
