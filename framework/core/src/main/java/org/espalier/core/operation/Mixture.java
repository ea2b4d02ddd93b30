package org.espalier.core.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Value;

/**
 * A mixture of experts in a model.
 *
 * @param gates weights of experts at every position; an expert whose weight is 0 does not see it
 * @param weights for each expert the names of its weights
 */
public record Mixture(Value gates, List<List<String>> weights) {
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
        found.forEach((gates, weights) -> mixtures.add(new Mixture(gates, weights)));
        return mixtures;
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
