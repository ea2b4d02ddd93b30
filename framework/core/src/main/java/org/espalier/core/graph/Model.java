package org.espalier.core.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.WeightSpec;

/**
 * A traced network.
 *
 * @param input the value data are written to
 * @param output what the last layer gives
 * @param operations in the order of computation
 * @param parameters in the order of the layers
 * @param taps values to look at: what layers give and what they name, in the order of the layers
 */
public record Model(
        Value input,
        Value output,
        List<Operation> operations,
        List<ParameterSpec> parameters,
        Map<String, Value> taps) {
    public Model {
        taps = Collections.unmodifiableMap(new LinkedHashMap<>(taps));
        operations = List.copyOf(operations);
        parameters = List.copyOf(parameters);
    }

    /** The parameters that can be sparse. */
    public List<WeightSpec> weights() {
        List<WeightSpec> weights = new ArrayList<>();
        for (ParameterSpec parameter : parameters) {
            if (parameter instanceof WeightSpec weight) {
                weights.add(weight);
            }
        }
        return weights;
    }

    /** How many examples every batch must hold, in the order of their ids; 0: any, in any order. */
    public int wholeBatch() {
        return operations.stream().mapToInt(Operation::wholeBatch).max().orElse(0);
    }

    /** For people: the operations that let no synaptic flow through. */
    public List<String> withoutFlow() {
        return operations.stream()
                .filter(o -> o.flow().isEmpty())
                .map(Operation::label)
                .toList();
    }

    /** Whether some value has more than one position. */
    public boolean spatial() {
        return operations.stream().anyMatch(o -> o.output().positions().positions() > 1);
    }
}
