package org.espalier.plugins.layers;

import jakarta.inject.Inject;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Node;

/**
 * Sends each position to the k experts with the largest logits {@code W x} (Shazeer et al., "Outrageously Large Neural Networks:
 * The Sparsely-Gated Mixture-of-Experts Layer", ICLR 2017; without their noise). Their weights are the softmax of the k kept
 * logits, or without renormalising the k largest of the softmax of all (Fedus, Zoph and Shazeer, "Switch Transformers", JMLR
 * 2022). With one route the kept softmax would always be 1 and teach the gate nothing, so that of all is taken. Equal logits:
 * the first experts are kept. Nothing is dropped.
 */
@Plugin(
        name = "top-k",
        doc = "Sends each position to the experts with the largest logits of a product; its weight is NAME.gate.")
public final class TopKGate implements Gate {
    private final Options options;

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
            double balance) {}

    @Inject
    public TopKGate(Options options) {
        this.options = options;
    }

    @Override
    public int routes(int experts) {
        if (options.routes() > experts) {
            throw new EspalierException(
                    "A position cannot go to " + options.routes() + " experts, there are " + experts + ".");
        }
        return options.routes();
    }

    @Override
    public Node build(GraphBuilder graph, Node input, int experts) {
        int routes = options.routes();
        Node logits = graph.linear(
                input,
                graph.weight("gate.weight", experts, input.features(), Initialisation.SMALL_NORMAL),
                Optional.empty());
        Node all = graph.softmax(logits, experts);
        Node gates = options.renormalize() && routes > 1 ? graph.softmax(logits, routes) : graph.topK(all, routes);
        if (options.balance() > 0) {
            graph.balance(all, gates, options.balance());
        }
        return gates;
    }
}
