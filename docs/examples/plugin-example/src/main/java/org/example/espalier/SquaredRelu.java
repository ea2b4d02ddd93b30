package org.example.espalier;

import org.espalier.api.Plugin;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.ActivationFunction;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Unary;

/** An activation: max(x, 0)², as in So et al., "Primer: Searching for Efficient Transformers" (NeurIPS 2021). */
@Plugin(name = "squared-relu", doc = "The square of a ReLU.")
public final class SquaredRelu implements ActivationFunction {
    @Override
    public Node build(GraphBuilder graph, Node input) {
        return graph.unary(graph.activation(input, Activation.RELU), Unary.SQUARE);
    }
}
