package org.espalier.core.operation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.graph.Unary;
import org.espalier.core.graph.Binding;
import org.espalier.core.graph.Constants;
import org.espalier.core.graph.Coupling;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Pass;
import org.espalier.core.graph.Resizing;
import org.espalier.core.graph.Value;

/**
 * A function of every element.
 *
 * @param first the function's first constant, or 0
 * @param second the function's second constant, or 0
 */
public record Apply(String label, Value input, Value output, Unary function, float first, float second)
        implements Operation {
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
        return new Apply(label, sizes.value(input), sizes.value(output), function, first, second);
    }

    @Override
    public void constants(Constants known) {
        known.each(
                input,
                output,
                (constant, _) -> known.computed(
                        (kernels, in, _, out, floats) -> kernels.unary(function, first, second, in, out, floats),
                        constant,
                        0));
    }

    @Override
    public Optional<NetworkOperation> told() {
        List<Double> constants = Stream.of(first, second)
                .limit(function.constants())
                .map(Float::doubleValue)
                .toList();
        return Optional.of(new NetworkOperation.Apply(function, constants));
    }

    @Override
    public Pass bind(Binding binding) {
        Kernels kernels = binding.kernels();
        return new FunctionPass(
                binding,
                this,
                (in, _, out, floats) -> kernels.unary(function, first, second, in, out, floats),
                (_, in, _, outGradient, add, inGradient, floats) ->
                        kernels.unaryGradient(function, first, second, in, outGradient, add, inGradient, floats));
    }
}
