package org.espalier.core.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.border.NetworkOperation;
import org.espalier.api.border.NetworkStep;
import org.espalier.api.border.NetworkView;
import org.espalier.api.graph.Node;

/** Tells a model to exporters: what its output needs when nothing is trained. */
public final class NetworkSteps {
    /** What stands for values that are only passed on. */
    private final Map<Value, Value> origins = new HashMap<>();

    private NetworkSteps() {}

    /** The model without what passes its input on, and without what the output does not need. */
    public static NetworkView of(Model model) {
        return new NetworkSteps().view(model);
    }

    private NetworkView view(Model model) {
        List<NetworkStep> all = new ArrayList<>();
        for (Operation operation : model.operations()) {
            Optional<NetworkOperation> told = operation.told();
            List<Node> inputs =
                    operation.inputs().stream().<Node>map(this::origin).toList();
            if (told.isPresent()) {
                all.add(new NetworkStep(operation.label(), told.get(), inputs, operation.output()));
            } else {
                origins.put(operation.output(), origin(operation.inputs().getFirst()));
            }
        }
        Value output = origin(model.output());
        return new NetworkView(model.input(), output, needed(all, output));
    }

    private Value origin(Value value) {
        return origins.getOrDefault(value, value);
    }

    private static List<NetworkStep> needed(List<NetworkStep> all, Value output) {
        Set<Node> read = new HashSet<>(Set.of(output));
        List<NetworkStep> needed = new ArrayList<>();
        for (NetworkStep step : all.reversed()) {
            if (read.contains(step.output())) {
                read.addAll(step.inputs());
                needed.addFirst(step);
            }
        }
        return needed;
    }
}
