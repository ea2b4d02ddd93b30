package org.espalier.core.operation;

import java.util.List;
import org.espalier.api.backend.Kernels;
import org.espalier.api.graph.Pairwise;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Value;

/** A function of the elements of two values. */
public record ApplyPairwise(String label, Value first, Value second, Value output, Pairwise function)
        implements Operation {
    @Override
    public List<Value> inputs() {
        return List.of(first, second);
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
