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
import org.espalier.core.parallel.WorkerPool;

/** The sum of two values. */
public record Add(String label, Value first, Value second, Value output) implements Operation {
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
        return new Add(label, sizes.value(first), sizes.value(second), sizes.value(output));
    }

    @Override
    public void constants(Constants known) {
        known.each(first, output, (constant, feature) -> constant + known.of(second, feature));
    }

    @Override
    public Optional<Flow> flow() {
        return Optional.of(walk -> {
            walk.carry(first, output);
            walk.carry(second, output);
        });
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Add());
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
            forward = new ElementwiseWork(
                    a,
                    b,
                    binding.plane(output),
                    (x, y, sum, floats) -> binding.kernels().add(x, y, sum, floats));
            toFirst = new ElementwiseGradient(Add.this, 0, a, binding, Add::copy);
            toSecond = new ElementwiseGradient(Add.this, 1, b, binding, Add::copy);
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

    private static void copy(long in, long gradient, long result, int floats) {
        NativeMemory.copy(gradient, result, 4L * floats);
    }
}
