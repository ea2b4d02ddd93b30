package org.espalier.plugins.losses;

import jakarta.inject.Inject;
import java.util.List;
import org.espalier.api.Option;
import org.espalier.api.Plugin;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Loss;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;

/**
 * Cross-entropy against labels beside the divergence from a teacher's softened answers (Hinton, Vinyals and Dean, "Distilling
 * the Knowledge in a Neural Network", 2015): with logits z, those of the teacher v, and the temperature T
 *
 * <pre>
 *   (1 - weight) CE(z, label) + weight T² KL(softmax(v / T) ‖ softmax(z / T))
 * </pre>
 */
@Plugin(
        name = "distillation",
        doc =
                "Cross-entropy beside the divergence from the softened answers of the phase's teacher. The model's last layer"
                        + " gives a logit for each class and has no activation.")
public final class Distillation implements Loss {
    private final Options options;

    /** What a recipe may choose. */
    public record Options(
            @Option(doc = "What logits are divided by before the softmax.", byDefault = "4", range = "(0, inf)")
            double temperature,

            @Option(doc = "Share of the teacher; the rest is that of the labels.", byDefault = "0.7", range = "[0, 1]")
            double weight) {}

    @Inject
    public Distillation(Options options) {
        this.options = options;
    }

    @Override
    public Node build(GraphBuilder graph, Node output) {
        double temperature = options.temperature();
        Node wanted = graph.softmax(softened(graph, graph.teacher()), output.features());
        Node soft = graph.klDivergence(softened(graph, output), wanted);
        return graph.weightedSum(
                List.of(graph.crossEntropy(output, 0), soft),
                1 - options.weight(),
                options.weight() * temperature * temperature);
    }

    private Node softened(GraphBuilder graph, Node logits) {
        return graph.unary(logits, Unary.SCALE, 1 / options.temperature());
    }
}
