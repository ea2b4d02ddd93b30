package org.espalier.plugins.gates;

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

/**
 * Top-k with trained noise (Shazeer et al., "Outrageously Large Neural Networks: The Sparsely-Gated Mixture-of-Experts Layer",
 * ICLR 2017): in training the logits are {@code W x + ε · softplus(V x)} with a standard normal ε for each expert and position,
 * otherwise {@code W x}. Both weights start at zero, so that at first every expert is as likely as another. What is kept, and
 * how, is that of {@code top-k}. The importance and the load loss are the paper's; the balancing loss is the one of Switch
 * Transformers on the noisy logits. With as many routes as experts there is no load to even out.
 */
@Plugin(
        name = "noisy-top-k",
        doc =
                "Top-k with trained normal noise on the logits in training, so that other experts get a chance; its weights are NAME.gate and NAME.gate.noise.")
public final class NoisyTopKGate implements Gate {
    private final Kept kept;
    private final Search search;
    private final double load;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "Experts that see a position.", byDefault = "2", range = "[1, 10000]")
            int routes,

            @Option(
                    doc = "Whether the weights of the experts that see a position sum to 1; not with one route.",
                    byDefault = "true")
            boolean renormalize,

            @Option(
                    doc = "Weight of a loss that grows when few experts see most positions.",
                    byDefault = "0.01",
                    range = "[0, inf)")
            double balance,

            @Option(
                    doc =
                            "What that loss counts the positions of experts over: a batch, or all batches whose gradients make a step.",
                    byDefault = "batch")
            BalanceOver balanceOver,

            @Option(
                    doc = "Weight of the squared coefficient of variation of the experts' summed weights over a batch.",
                    byDefault = "0",
                    range = "[0, inf)")
            double importance,

            @Option(
                    doc =
                            "Weight of the squared coefficient of variation of the numbers of positions that experts see, as far as noise decides them; with importance, both at 0.1, it takes the place of balance in the paper.",
                    byDefault = "0",
                    range = "[0, inf)")
            double load,

            @Option(
                    doc =
                            "Weight of the z-loss, the squared log-sum-exp of the logits (ST-MoE), which keeps them small; 0.001 is usual.",
                    byDefault = "0",
                    range = "[0, inf)")
            double zLoss,

            @Option(doc = Kept.CAPACITY_DOC, byDefault = "0", range = "[0, inf)")
            double capacity,

            @Option(doc = Kept.EVALUATION_CAPACITY_DOC, byDefault = "0", range = "[0, inf)")
            double evaluationCapacity,

            @Option(doc = Search.DOC, byDefault = "0", range = "[0, 1000000000]")
            int search,

            @Option(doc = Search.NOISE_DOC, byDefault = "0", range = "[0, inf)")
            double searchNoise) {}

    @Inject
    public NoisyTopKGate(Options options) {
        this.kept = new Kept(
                options.routes(),
                options.renormalize(),
                options.balance(),
                options.balanceOver(),
                options.importance(),
                options.zLoss(),
                options.capacity(),
                options.evaluationCapacity());
        this.search = new Search(options.search(), options.searchNoise());
        this.load = options.load();
    }

    @Override
    public int routes(int experts) {
        return search.routes(kept.routes(experts), experts);
    }

    @Override
    public Node build(GraphBuilder graph, Node input, int experts) {
        Node clean = product(graph, input, "gate.weight", experts);
        Node deviation = graph.activation(product(graph, input, "gate.noise.weight", experts), Activation.SOFTPLUS);
        Node noise = graph.multiply(deviation, graph.normalNoise(deviation));
        Node noisy = graph.add(clean, noise);
        Node gates = kept.gates(graph, noisy);
        if (load > 0 && kept.routes() < experts) {
            graph.variation(graph.apply(new LoadShares(kept.routes()), clean, noisy, deviation), load);
        }
        return search.ordered(graph, gates);
    }

    private static Node product(GraphBuilder graph, Node input, String name, int experts) {
        return graph.linear(
                input, graph.weight(name, experts, input.features(), Initialisation.ZEROS), Optional.empty());
    }
}
