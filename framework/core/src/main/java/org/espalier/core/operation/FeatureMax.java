package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Value;

/** The largest feature of each position. */
public record FeatureMax(String label, Value input, Value output) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.FeatureMax());
    }

    @Override
    public Pass bind(Binding binding) {
        Kernels kernels = binding.kernels();
        int features = input.features();
        return new TilePass(
                binding,
                this,
                (in, out, width) -> kernels.largest(in, features, width, out),
                (in, _, outGradient, width, adds, inGradient) ->
                        kernels.largestGradient(in, outGradient, features, width, adds, inGradient));
    }
}
