package org.espalier.plugins.gates;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.BalanceOver;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Node;

/**
 * Sends each position to the k experts with the largest logits {@code W x} (Shazeer et al., "Outrageously Large Neural Networks:
 * The Sparsely-Gated Mixture-of-Experts Layer", ICLR 2017; {@code noisy-top-k} has their noise). Their weights are the softmax of
 * the k kept logits, or without renormalising the k largest of the softmax of all (Fedus, Zoph and Shazeer, "Switch Transformers",
 * JMLR 2022). With one route the kept softmax would always be 1 and teach the gate nothing, so that of all is taken. Equal logits:
 * the first experts are kept. With a capacity, losses look at the gates before any is dropped. The importance loss is that of Shazeer et al., the balancing loss that of Switch
 * Transformers.
 */
@Plugin(
        name = "top-k",
        doc = "Sends each position to the experts with the largest logits of a product; its weight is NAME.gate.")
public final class TopKGate implements Gate {
    private final Kept kept;
    private final Search search;

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
    public TopKGate(Options options) {
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
    }

    @Override
    public int routes(int experts) {
        return search.routes(kept.routes(experts), experts);
    }

    @Override
    public Node build(GraphBuilder graph, Node input, int experts) {
        Node logits = graph.linear(
                input,
                graph.weight("gate.weight", experts, input.features(), Initialisation.SMALL_NORMAL),
                Optional.empty());
        return search.ordered(graph, kept.gates(graph, logits));
    }
}
