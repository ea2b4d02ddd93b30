package org.espalier.plugins.gates;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Pairwise;
import org.espalier.api.graph.Unary;

/**
 * Trees of smooth-step gates (Ibrahim, Chen, Hazimeh, Ponomareva, Zhao and Mazumder, "COMET: Learning Cardinality Constrained
 * Mixture of Experts with Trees and Local Search", KDD 2023). Each of k trees has a leaf for each expert. An inner node sends the share {@code S(w x + c)} to the left and the rest to the right, so that a leaf is
 * reached with the product v of the shares on its path. With a score a of every leaf the weight of an expert is
 *
 * <pre>
 *   G_e = Σ_trees v_e exp(a_e) / Σ_trees Σ_leaves v exp(a)
 * </pre>
 *
 * which is the paper's softmax of {@code a + log v} without the ε under the logarithm. {@code S} is exactly 0 and 1 outside of a
 * width, so once every node has decided, a position sees at most k experts; until then more see it, and the penalty on the
 * entropy of v presses for decisions. Leaves are numbered so that those left of the last node of their paths come first.
 */
@Plugin(
        name = "comet",
        doc =
                "Sends positions through trees of smooth gates that learn to decide: differentiable, and at last one expert for each tree; its weights are NAME.gate.nodes and NAME.gate.leaves.")
public final class Comet implements Gate {
    /** A leaf so far below the largest has no weight in float. */
    private static final double LEAST_SCORE = -80;

    /** A leaf that is not reached may have any score; its exponential times a gradient must stay a number. */
    private static final double MOST_SCORE = 60;

    private final Options options;
    private final Search search;

    /** What a recipe may choose. */
    public record Options(
            @Option(
                    doc = "Trees, and so at most as many experts for a position in the end.",
                    byDefault = "2",
                    range = "[1, 100]")
            int trees,

            @Option(
                    doc =
                            "Where a node has not decided yet: outside of so wide a range of its logit it sends all to one side.",
                    byDefault = "10",
                    range = "(0, 1e6]")
            double width,

            @Option(
                    doc = "Weight of the entropy of the trees in the loss; it makes nodes decide.",
                    byDefault = "0.1",
                    range = "[0, inf)")
            double entropy,

            @Option(doc = Search.DOC, byDefault = "0", range = "[0, 1000000000]")
            int search,

            @Option(doc = Search.NOISE_DOC, byDefault = "0", range = "[0, inf)")
            double searchNoise) {}

    @Inject
    public Comet(Options options) {
        this.options = options;
        this.search = new Search(options.search(), options.searchNoise());
    }

    /** All, as long as no node has decided. */
    @Override
    public int routes(int experts) {
        return search.routes(experts, experts);
    }

    @Override
    public Node build(GraphBuilder graph, Node input, int experts) {
        int nodes = experts - 1;
        int trees = options.trees();
        SmoothStep step = new SmoothStep(options.width());
        Node shares = step.of(graph, SmoothStep.product(graph, input, "gate.nodes", trees * nodes));
        List<Node> reached = new ArrayList<>();
        for (int tree = 0; tree < trees; tree++) {
            reached.add(leaves(graph, graph.slice(shares, tree * nodes, (tree + 1) * nodes), experts));
        }
        Node all = trees == 1 ? reached.getFirst() : graph.concat(reached);
        SmoothStep.decide(graph, all, options.entropy());
        Node scores = SmoothStep.product(graph, input, "gate.leaves", trees * experts);
        Node weights = graph.multiply(all, exponentials(graph, scores, all));
        return search.ordered(graph, merged(graph, weights, experts));
    }

    /** Of the scores, less the largest of a leaf that is reached: so large that the weights do not vanish, and not too large. */
    private static Node exponentials(GraphBuilder graph, Node scores, Node reached) {
        Node largest = graph.featureMax(graph.add(scores, graph.unary(reached, Unary.LOG)));
        Node everywhere = graph.concat(Collections.nCopies(scores.features(), graph.stopGradient(largest)));
        Node less = graph.pairwise(scores, everywhere, Pairwise.SUBTRACT);
        return graph.unary(graph.unary(less, Unary.CLAMP, LEAST_SCORE, MOST_SCORE), Unary.EXP);
    }

    /**
     * How much of a position comes to each leaf of a tree.
     *
     * @param left shares of the nodes, level by level
     */
    private static Node leaves(GraphBuilder graph, Node left, int experts) {
        Node root = graph.slice(left, 0, 1);
        Node other = graph.unary(graph.unary(root, Unary.SCALE, -1), Unary.SHIFT, 1);
        Node level = graph.concat(List.of(root, other));
        int used = 1;
        while (level.features() < experts) {
            int width = level.features();
            int split = Math.min(width, experts - width);
            Node parents = split == width ? level : graph.slice(level, 0, split);
            Node to = graph.multiply(parents, graph.slice(left, used, used + split));
            Node rest = graph.pairwise(parents, to, Pairwise.SUBTRACT);
            level = graph.concat(
                    split == width ? List.of(to, rest) : List.of(graph.slice(level, split, width), to, rest));
            used += split;
        }
        return level;
    }

    /** The sum over trees, divided by that of all. */
    private static Node merged(GraphBuilder graph, Node weights, int experts) {
        Node sum = graph.slice(weights, 0, experts);
        for (int first = experts; first < weights.features(); first += experts) {
            sum = graph.add(sum, graph.slice(weights, first, first + experts));
        }
        return graph.multiplyByPosition(sum, graph.unary(graph.featureSum(sum), Unary.RECIPROCAL));
    }
}
