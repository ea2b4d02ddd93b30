package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.graph.Activation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Flow;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.parallel.WorkerPool;

/** An activation of every element. */
public record Activate(String label, Value input, Value output, Activation activation) implements Operation {
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
        return new Activate(label, sizes.value(input), sizes.value(output), activation);
    }

    @Override
    public void constants(Constants known) {
        known.each(
                input,
                output,
                (constant, _) -> known.computed(
                        (kernels, in, _, out, floats) -> kernels.activate(activation, in, out, 0, floats),
                        constant,
                        0));
    }

    /** Some leave numbers alone that are not negative. */
    @Override
    public Optional<Flow> flow() {
        return switch (activation) {
            case NONE, RELU, LEAKY_RELU, ELU -> Optional.of(walk -> walk.carry(input, output));
            case TANH, SIGMOID, SILU, GELU, SOFTPLUS -> Optional.empty();
        };
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Activate(activation));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final ElementwiseWork forward;
        private final ElementwiseGradient backward;

        Bound(Binding binding) {
            Kernels kernels = binding.kernels();
            Plane in = binding.plane(input);
            Plane out = binding.plane(output);
            forward = new ElementwiseWork(in, out, (x, y, same, n) -> kernels.activate(activation, x, y, 0, n));
            long between =
                    out.address() - binding.gradient(output).map(Plane::address).orElse(0L);
            // The output lies like its gradient, so its place is known from that one.
            backward = new ElementwiseGradient(
                    Activate.this,
                    0,
                    in,
                    binding,
                    (x, g, result, n) -> kernels.activationGradient(activation, x, g + between, g, result, 0, n));
        }

        @Override
        public void forward(WorkerPool pool) {
            forward.run(pool);
        }

        @Override
        public void backward(WorkerPool pool) {
            backward.run(pool);
        }
    }
}
