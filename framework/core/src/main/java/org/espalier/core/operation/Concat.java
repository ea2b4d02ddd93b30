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

/** The features of several values, one after the other. */
public record Concat(String label, List<Value> inputs, Value output) implements Operation {
    public Concat {
        inputs = List.copyOf(inputs);
    }

    @Override
    public void couple(Coupling coupling) {
        int offset = 0;
        for (Value in : inputs) {
            for (int feature = 0; feature < in.features(); feature++) {
                coupling.tie(in, feature, output, offset + feature);
            }
            offset += in.features();
        }
    }

    @Override
    public Operation resized(Resizing sizes) {
        return new Concat(label, inputs.stream().map(sizes::value).toList(), sizes.value(output));
    }

    @Override
    public void constants(Constants known) {
        int offset = 0;
        for (Value in : inputs) {
            for (int feature = 0; feature < in.features(); feature++) {
                known.set(output, offset + feature, known.of(in, feature));
            }
            offset += in.features();
        }
    }

    @Override
    public Optional<Flow> flow() {
        return Optional.of(walk -> {
            int offset = 0;
            for (Value in : inputs) {
                walk.carry(in, 0, in.features(), output, offset);
                offset += in.features();
            }
        });
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.Concat());
    }

    @Override
    public Pass bind(Binding binding) {
        return new Bound(binding);
    }

    private final class Bound implements Pass {
        private final FeatureCopy[] forward = new FeatureCopy[inputs.size()];
        private final FeatureCopy.Back[] backward = new FeatureCopy.Back[inputs.size()];

        Bound(Binding binding) {
            int place = 0;
            for (int i = 0; i < forward.length; i++) {
                Value in = inputs.get(i);
                forward[i] = new FeatureCopy(binding.plane(in), 0, binding.plane(output), place, in.features());
                backward[i] = FeatureCopy.back(binding, Concat.this, i, 0, place);
                place += in.features();
            }
        }

        @Override
        public void forward(WorkerPool pool) {
            for (FeatureCopy copy : forward) {
                copy.run(pool);
            }
        }

        /** The last input first: of a value that is given twice it begins the gradient. */
        @Override
        public void backward(WorkerPool pool) {
            for (int i = backward.length - 1; i >= 0; i--) {
                backward[i].run(pool);
            }
        }
    }
}
