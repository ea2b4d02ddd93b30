package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Value;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.parallel.WorkerPool;

/**
 * The same numbers, with a gradient that is multiplied by a weight: what one of several losses reads.
 *
 * @param weight of the loss
 */
public record Weigh(String label, Value input, Value output, float weight) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
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
        private final Optional<ElementwiseWork> back;

        Bound(Binding binding) {
            copy = new ElementwiseWork(
                    binding.plane(input),
                    binding.plane(output),
                    (from, to, _, floats) -> NativeMemory.copy(from, to, 4L * floats));
            boolean adds = binding.geometry().adds(Weigh.this, 0);
            back = binding.gradient(input)
                    .flatMap(to -> binding.gradient(output)
                            .map(from ->
                                    new ElementwiseWork(from, to, (a, b, _, floats) -> weigh(a, b, floats, adds))));
        }

        private void weigh(long from, long to, int floats, boolean adds) {
            for (int i = 0; i < floats; i++) {
                float weighed = weight * NativeMemory.getFloat(from + 4L * i);
                float before = adds ? NativeMemory.getFloat(to + 4L * i) : 0;
                NativeMemory.setFloat(to + 4L * i, before + weighed);
            }
        }

        @Override
        public void forward(WorkerPool pool) {
            copy.run(pool);
        }

        @Override
        public void backward(WorkerPool pool) {
            if (back.isPresent()) {
                back.orElseThrow().run(pool);
            }
        }
    }
}
