package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.parallel.WorkerPool;

/** The product of two values, element by element. */
public record Multiply(String label, Value first, Value second, Value output) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(first, second);
    }

    @Override
    public void couple(Coupling coupling) {
        coupling.tie(first, output);
        coupling.tie(second, output);
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new Multiply(label, sizes.value(first), sizes.value(second), sizes.value(output));
    }

    @Override
    public void constants(Constants known) {
        for (int feature = 0; feature < output.features(); feature++) {
            float a = known.of(first, feature);
            float b = known.of(second, feature);
            known.set(output, feature, a == 0 || b == 0 ? 0 : a * b);
        }
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Multiply());
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final ElementwiseWork forward;
        private final ElementwiseGradient toFirst;
        private final ElementwiseGradient toSecond;

        Bound(Binding binding) {
            Plane a = binding.plane(first);
            Plane b = binding.plane(second);
            Kernels kernels = binding.kernels();
            forward = new ElementwiseWork(a, b, binding.plane(output), kernels::multiply);
            toFirst = new ElementwiseGradient(Multiply.this, 0, b, binding, kernels::multiply);
            toSecond = new ElementwiseGradient(Multiply.this, 1, a, binding, kernels::multiply);
        }

        @Override
        public void forward(WorkerPool pool) {
            forward.run(pool);
        }

        /** The second input first: it is read later, also when both are one value. */
        @Override
        public void backward(WorkerPool pool) {
            toSecond.run(pool);
            toFirst.run(pool);
        }
    }
}
