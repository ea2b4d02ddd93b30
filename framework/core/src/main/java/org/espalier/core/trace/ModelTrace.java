package org.espalier.core.trace;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Weight;
import org.espalier.core.graph.Grid;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.graph.Value;
import org.espalier.core.guard.GuardsOperations;

/** Traces a model layer by layer. */
public final class ModelTrace {
    private final Tracer tracer;
    private final Value input;
    /** The names of taps that are what a layer gives. */
    private final Set<String> layers = new HashSet<>();

    private GraphBuilder builder;
    private Node current;

    /**
     * @param shape of one example: {@code [features]} or {@code [height, width, channels]}
     */
    public ModelTrace(List<Integer> shape) {
        this(shape, DataFacts.NONE);
    }

    /**
     * @param shape of one example: {@code [features]} or {@code [height, width, channels]}
     * @param data what they say beside it
     */
    public ModelTrace(List<Integer> shape, DataFacts data) {
        Grid grid = new Grid(shape.subList(0, shape.size() - 1));
        this.input = new Value("input", shape.getLast(), grid, false);
        this.tracer = new Tracer(data, Optional.of(input));
        this.builder = tracer;
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
        Value given = Tracer.value(layer.build(builder, current));
        current = given;
        tracer.taps().put(name, given);
        layers.add(name);
    }

    /**
     * The table of an embedding, to be the weight of a product as well.
     *
     * @param layer the embedding
     * @throws org.espalier.api.EspalierException when it has no table, or one that is used already
     */
    public Weight table(String layer) {
        return tracer.table(layer);
    }

    /** The operations, for what is no layer. */
    public GraphBuilder graph(String name) {
        return graph(name, name);
    }

    /** The operations, for a part that is no layer; its own operations are guarded as it is. */
    public GraphBuilder graph(String name, Object part) {
        tracer.enter(name, GuardsOperations.of(part));
        return builder;
    }

    /** What some layers make of a node with other operations than those outside of them. */
    public Node within(GraphBuilder operations, Node start, Runnable layers) {
        GraphBuilder outer = builder;
        builder = operations;
        current = start;
        layers.run();
        builder = outer;
        return current;
    }

    /** The model as it is now. */
    public Model model() {
        Value output = Tracer.value(current);
        Set<Value> kept = new HashSet<>(List.of(output));
        tracer.taps().forEach((name, value) -> {
            if (!layers.contains(name)) {
                kept.add(value);
            }
        });
        List<Operation> operations = ReluFusion.fuse(tracer.operations(), kept);
        Map<String, Value> taps = new LinkedHashMap<>(tracer.taps());
        // What a layer gives may have become a part of what follows.
        taps.values().retainAll(operations.stream().map(Operation::output).collect(Collectors.toSet()));
        return new Model(input, output, operations, tracer.parameters().specs(), taps);
    }
}
