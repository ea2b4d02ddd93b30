package org.espalier.core.operation;

import java.util.Optional;
import org.espalier.api.graph.Activation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Operation;
import org.espalier.core.parallel.WorkerPool;

/** Clears the output gradient of an operation with ReLU where its output is 0, unless whoever wrote it has done so. */
final class ReluMask {
    private final Optional<ElementwiseWork> work;

    ReluMask(Operation operation, Binding binding) {
        boolean needed =
                operation.masks() && binding.training() && !binding.geometry().maskedByReader(operation);
        this.work = needed
                ? Optional.of(new ElementwiseWork(
                        binding.plane(operation.output()),
                        binding.gradient(operation.output()).orElseThrow(),
                        (out, gradient, same, floats) -> binding.kernels()
                                .activationGradient(Activation.RELU, out, out, gradient, gradient, 0, floats)))
                : Optional.empty();
    }

    void apply(WorkerPool pool) {
        if (work.isPresent()) {
            work.get().run(pool);
        }
    }
}
