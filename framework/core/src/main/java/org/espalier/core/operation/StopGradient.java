package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Plane;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.WorkerPool;

/**
 * The same numbers as a value that nothing is asked of. Where nobody reads the input later, its gradient begins here, with
 * zeros.
 *
 * @param output not trained
 */
public record StopGradient(String label, Value input, Value output) implements Operation {
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
        return new StopGradient(label, sizes.value(input), sizes.value(output));
    }

    @Override
    public void constants(Constants known) {
        known.each(input, output, (constant, _) -> constant);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.empty();
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final ElementwiseWork copy;
        private final Optional<ElementwiseWork> clear;

        Bound(Binding binding) {
            Plane in = binding.plane(input);
            copy = new ElementwiseWork(
                    in, binding.plane(output), (from, to, _, floats) -> NativeMemory.copy(from, to, 4L * floats));
            boolean begins = !binding.geometry().adds(StopGradient.this, 0);
            clear = binding.gradient(input)
                    .filter(g -> begins)
                    .map(g -> new ElementwiseWork(g, g, (to, _, _, floats) -> NativeMemory.clear(to, 4L * floats)));
        }

        @Override
        public void forward(WorkerPool pool) {
            copy.run(pool);
        }

        @Override
        public void backward(WorkerPool pool) {
            if (clear.isPresent()) {
                clear.orElseThrow().run(pool);
            }
        }
    }
}
