package org.espalier.core.trace;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.espalier.api.border.ExampleGraph;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.core.graph.Grid;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Value;
import org.espalier.core.guard.GuardsOperations;

/** Traces a model layer by layer. */
public final class ModelTrace {
    private final Tracer tracer;
    private final Value input;
    private Node current;

    /**
     * @param shape of one example: {@code [features]} or {@code [height, width, channels]}
     */
    public ModelTrace(List<Integer> shape) {
        this(shape, Optional.empty());
    }

    /**
     * @param shape of one example: {@code [features]} or {@code [height, width, channels]}
     * @param links between the examples, where the data have such
     */
    public ModelTrace(List<Integer> shape, Optional<ExampleGraph> links) {
        this.tracer = new Tracer(links);
        Grid grid = new Grid(shape.subList(0, shape.size() - 1));
        this.input = new Value("input", shape.getLast(), grid, false);
        this.current = input;
    }

    /** What the next layer is given. */
    public Node current() {
        return current;
    }

    /** Goes on from another node. */
    public void continueFrom(Node node) {
        current = node;
    }

    /**
     * Adds a layer.
     *
     * @param name stands before the names of its parameters
     * @throws org.espalier.api.EspalierException when the layer cannot take what comes in
     */
    public void layer(String name, Layer layer) {
        tracer.enter(name, GuardsOperations.of(layer));
        current = Tracer.value(layer.build(tracer, current));
    }

    /** The operations, for what is no layer. */
    public GraphBuilder graph(String name) {
        tracer.enter(name, UnaryOperator.identity());
        return tracer;
    }

    /** The model as it is now. */
    public Model model() {
        Value output = Tracer.value(current);
        List<Operation> operations = ReluFusion.fuse(tracer.operations(), output);
        return new Model(input, output, operations, tracer.parameters().specs());
    }
}
