package org.espalier.plugins.gates;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Unary;

/**
 * Selectors that spell the number of an expert (Hazimeh et al., "DSelect-k: Differentiable Selection in the Mixture of Experts with
 * Applications to Multi-Task Learning", NeurIPS 2021). Each of k selectors has a smooth step for each binary digit of an expert's
 * number, {@code S(z_b)} for a 1 and {@code 1 - S(z_b)} for a 0, the first digit counting most; r_e is the product over the digits
 * of e. With scores a of the selectors
 *
 * <pre>
 *   G_e = Σ_i softmax(a)_i r_ie
 * </pre>
 *
 * <p>Once every digit is decided a position sees at most k experts; the penalty on the entropy of r presses for that. Where the
 * number of experts is no power of two some numbers name none: what comes to them is lost, and one through the rest is a
 * penalty.
 */
@Plugin(
        name = "dselect-k",
        doc =
                "Selectors that learn to spell the number of an expert digit by digit: differentiable, and at last one expert for each selector; its weights are NAME.gate.digits and NAME.gate.selectors.")
public final class DselectK implements Gate {
    /** The penalty of a position of which nothing comes to an expert is 100, and its slope a number. */
    private static final double LEAST_REST = 0.01;

    private final Options options;
    private final SmoothStep step;
    private final Search search;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Selectors, and so at most as many experts for a position in the end.",
                    byDefault = "2",
                    range = "[1, 100]")
            int selectors,

            @Option(
                    doc = "Where a digit is not decided yet: outside of so wide a range of its logit it is 0 or 1.",
                    byDefault = "1",
                    range = "(0, 1e6]")
            double width,

            @Option(
                    doc = "Weight of the entropy of the selectors in the loss; it makes digits decide.",
                    byDefault = "0.1",
                    range = "[0, inf)")
            double entropy,

            @Option(
                    doc =
                            "Weight of the penalty on numbers that name no expert, where the number of experts is no power of two.",
                    byDefault = "0.1",
                    range = "[0, inf)")
            double unnamed,

            @Option(doc = Search.DOC, byDefault = "0", range = "[0, 1000000000]")
            int search,

            @Option(doc = Search.NOISE_DOC, byDefault = "0", range = "[0, inf)")
            double searchNoise) {}

    @Inject
    public DselectK(Options options) {
        this.options = options;
        this.step = new SmoothStep(options.width());
        this.search = new Search(options.search(), options.searchNoise());
    }

    /** All, as long as no digit is decided. */
    @Override
    public int routes(int experts) {
        return search.routes(experts, experts);
    }

    @Override
    public Node build(GraphBuilder graph, Node input, int experts) {
        int digits = 32 - Integer.numberOfLeadingZeros(experts - 1);
        int selectors = options.selectors();
        Node ones = step.of(graph, SmoothStep.product(graph, input, "gate.digits", selectors * digits));
        List<Node> spelled = new ArrayList<>();
        for (int i = 0; i < selectors; i++) {
            spelled.add(numbers(graph, graph.slice(ones, i * digits, (i + 1) * digits)));
        }
        SmoothStep.decide(graph, joined(graph, spelled), options.entropy());
        List<Node> named = spelled;
        if (experts != (1 << digits)) {
            named = spelled.stream()
                    .map(numbers -> graph.slice(numbers, 0, experts))
                    .toList();
            keepNamed(graph, named);
        }
        return search.ordered(graph, mixed(graph, input, named));
    }

    private static Node joined(GraphBuilder graph, List<Node> nodes) {
        return nodes.size() == 1 ? nodes.getFirst() : graph.concat(nodes);
    }

    /** How much of a position comes to each number: the last digit first, so that the first decides over halves. */
    private static Node numbers(GraphBuilder graph, Node ones) {
        int last = ones.features() - 1;
        Node one = graph.slice(ones, last, last + 1);
        Node zero = graph.unary(graph.unary(one, Unary.SCALE, -1), Unary.SHIFT, 1);
        Node shares = graph.concat(List.of(zero, one));
        for (int digit = last - 1; digit >= 0; digit--) {
            Node upper = graph.multiplyByPosition(shares, graph.slice(ones, digit, digit + 1));
            Node lower = graph.pairwise(shares, upper, Pairwise.SUBTRACT);
            shares = graph.concat(List.of(lower, upper));
        }
        return shares;
    }

    /** Adds one through what comes to experts, selector by selector. */
    private void keepNamed(GraphBuilder graph, List<Node> named) {
        for (Node numbers : options.unnamed() > 0 ? named : List.<Node>of()) {
            Node rest = graph.unary(graph.featureSum(numbers), Unary.SHIFT, LEAST_REST);
            graph.penalty(graph.unary(rest, Unary.RECIPROCAL), options.unnamed());
        }
    }

    private static Node mixed(GraphBuilder graph, Node input, List<Node> named) {
        if (named.size() == 1) {
            return named.getFirst();
        }
        Node scores = SmoothStep.product(graph, input, "gate.selectors", named.size());
        Node weights = graph.softmax(scores, named.size());
        Node sum = graph.multiplyByPosition(named.getFirst(), graph.slice(weights, 0, 1));
        for (int i = 1; i < named.size(); i++) {
            sum = graph.add(sum, graph.multiplyByPosition(named.get(i), graph.slice(weights, i, i + 1)));
        }
        return sum;
    }
}
