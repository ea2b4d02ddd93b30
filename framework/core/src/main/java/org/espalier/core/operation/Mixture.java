package org.espalier.core.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Value;

/**
 * A mixture of experts in a model.
 *
 * @param gates weights of experts at every position; an expert whose weight is 0 does not see it
 * @param weights for each expert the names of its weights
 * @param limited how many experts a position is meant for, where those have no room for all
 */
public record Mixture(Value gates, List<List<String>> weights, OptionalInt limited) {
    public Mixture {
        weights = weights.stream().map(List::copyOf).toList();
    }

    /** Those of a model, in the order of its layers. */
    public static List<Mixture> of(Model model) {
        Map<Value, List<List<String>>> found = new LinkedHashMap<>();
        for (Operation operation : model.operations()) {
            switch (operation) {
                case Dispatch dispatch -> named(found, dispatch);
                case ExpertProduct product -> {
                    List<List<String>> weights = named(found, product.dispatch());
                    for (int e = 0; e < weights.size(); e++) {
                        weights.get(e).add(product.products().get(e).shape().name());
                    }
                }
                default -> {
                    // no part of a mixture
                }
            }
        }
        List<Mixture> mixtures = new ArrayList<>();
        found.forEach((gates, weights) -> mixtures.add(new Mixture(gates, weights, limit(model, gates))));
        return mixtures;
    }

    /** A capacity stands before the gates, or before the order they are put in. */
    private static OptionalInt limit(Model model, Value gates) {
        Value from = gates;
        for (Operation operation : model.operations().reversed()) {
            if (operation.output().equals(from)) {
                switch (operation) {
                    case Permute order -> from = order.input();
                    case Capacity capacity -> {
                        return OptionalInt.of(capacity.routes());
                    }
                    default -> {
                        return OptionalInt.empty();
                    }
                }
            }
        }
        return OptionalInt.empty();
    }

    private static List<List<String>> named(Map<Value, List<List<String>>> found, Dispatch dispatch) {
        return found.computeIfAbsent(dispatch.gates(), gates -> {
            List<List<String>> weights = new ArrayList<>();
            for (int e = 0; e < gates.features(); e++) {
                weights.add(new ArrayList<>());
            }
            return weights;
        });
    }
}
