package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Value;

/**
 * The largest features of each position; the others become 0.
 *
 * @param largest how many are kept
 */
public record TopK(String label, Value input, Value output, int largest) implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(input);
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.TopK(largest));
    }

    @Override
    public Pass bind(Binding binding) {
        Kernels kernels = binding.kernels();
        int features = input.features();
        return new TilePass(
                binding,
                this,
                (in, out, width) -> kernels.passLargest(in, in, features, width, largest, false, out),
                (in, out, outGradient, width, adds, inGradient) ->
                        kernels.passLargest(in, outGradient, features, width, largest, adds, inGradient));
    }
}
