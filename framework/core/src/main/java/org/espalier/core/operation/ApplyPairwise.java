package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.graph.Pairwise;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;

/** A function of the elements of two values. */
public record ApplyPairwise(String label, Value first, Value second, Value output, Pairwise function)
        implements Operation {
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
        return new ApplyPairwise(label, sizes.value(first), sizes.value(second), sizes.value(output), function);
    }

    @Override
    public void constants(Constants known) {
        known.each(
                first,
                output,
                (constant, feature) -> known.computed(
                        (kernels, a, b, out, floats) -> kernels.pairwise(function, a, b, out, floats),
                        constant,
                        known.of(second, feature)));
    }

    @Override
    public Optional<NetworkOperation> told() {
        return Optional.of(new NetworkOperation.ApplyPairwise(function));
    }

    @Override
    public Pass bind(Binding binding) {
        Kernels kernels = binding.kernels();
        return new FunctionPass(
                binding,
                this,
                (a, b, out, floats) -> kernels.pairwise(function, a, b, out, floats),
                (index, a, b, outGradient, add, inGradient, floats) ->
                        kernels.pairwiseGradient(function, index == 1, a, b, outGradient, add, inGradient, floats));
    }
}
