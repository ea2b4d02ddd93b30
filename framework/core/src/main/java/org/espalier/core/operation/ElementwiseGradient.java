package org.espalier.core.operation;

import java.util.Optional;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Plane;
import org.espalier.core.parallel.WorkerPool;

/** The gradient of one input of an operation that works element by element; added where others have begun it. */
final class ElementwiseGradient {
    private final Optional<ElementwiseWork> work;

    /**
     * @param index which input
     * @param first the plane whose elements the stretch gets first
     * @param stretch from the first plane and the output gradient to the input gradient
     */
    ElementwiseGradient(Operation operation, int index, Plane first, Binding binding, ElementwiseWork.Stretch stretch) {
        Optional<Plane> result = binding.gradient(operation.inputs().get(index));
        Optional<Plane> gradient = binding.gradient(operation.output());
        boolean adds = binding.geometry().adds(operation, index);
        this.work = result.isEmpty() || gradient.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        adds
                                ? ElementwiseWork.adding(first, gradient.get(), result.get(), binding, stretch)
                                : new ElementwiseWork(first, gradient.get(), result.get(), stretch));
    }

    void run(WorkerPool pool) {
        if (work.isPresent()) {
            work.get().run(pool);
        }
    }
}
