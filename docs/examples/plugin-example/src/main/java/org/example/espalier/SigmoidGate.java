package org.example.espalier;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.BalanceOver;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Weight;

/**
 * A gate: the expert with the largest logit sees a position, and counts as much as the sigmoid of that logit says, whatever the
 * others' logits are.
 */
@Plugin(name = "sigmoid-top", doc = "Sends each position to one expert, weighed by a sigmoid.")
public final class SigmoidGate implements Gate {
    private final Options options;

    /**
     * @param balance weight of the loss that spreads positions
     */
    public record Options(
            @Option(doc = "Weight of the loss that spreads positions.", byDefault = "0.05", range = "[0, 10]")
            double balance) {}

    @Inject
    public SigmoidGate(Options options) {
        this.options = options;
    }

    @Override
    public int routes(int experts) {
        return 1;
    }

    @Override
    public Node build(GraphBuilder graph, Node input, int experts) {
        Weight weight = graph.weight("gate.weight", experts, input.features(), Initialisation.LECUN_NORMAL);
        Node logits = graph.linear(input, weight, Optional.empty());
        Node gates = graph.topK(graph.activation(logits, Activation.SIGMOID), 1);
        graph.balance(graph.softmax(logits, experts), gates, options.balance(), BalanceOver.BATCH);
        return gates;
    }
}
