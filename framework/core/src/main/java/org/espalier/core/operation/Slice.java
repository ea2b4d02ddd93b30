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
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;
import org.espalier.core.parallel.WorkerPool;

/**
 * Some of the features of each position, one after the other.
 *
 * @param from the first of them
 */
public record Slice(String label, Value input, Value output, int from) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public void couple(Coupling coupling) {
        for (int feature = 0; feature < output.features(); feature++) {
            coupling.tie(input, from + feature, output, feature);
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new Slice(label, sizes.value(input), sizes.value(output), sizes.index(input, from));
    }

    @Override
    public void constants(Constants known) {
        for (int feature = 0; feature < output.features(); feature++) {
            known.set(output, feature, known.of(input, from + feature));
        }
    }

    @Override
    public Optional<Flow> flow() {
        return Optional.of(walk -> walk.carry(input, from, output.features(), output, 0));
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Slice(from));
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final FeatureCopy forward;
        private final FeatureCopy.Back backward;

        Bound(Binding binding) {
            forward = new FeatureCopy(binding.plane(input), from, binding.plane(output), 0, output.features());
            backward = FeatureCopy.back(binding, Slice.this, 0, from, 0);
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
