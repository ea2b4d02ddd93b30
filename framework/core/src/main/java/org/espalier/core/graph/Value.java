package org.espalier.core.graph;

import java.util.ArrayList;
import java.util.List;
import org.espalier.api.graph.Node;

/** A value of the graph: so many features at each position of each example. Two values are equal only when they are one. */
public final class Value implements Node {
    private final String label;
    private final int features;
    private final Grid grid;
    private final boolean trained;

    /**
     * @param label what it is, for people
     * @param trained whether it depends on parameters, so that it can have a gradient
     */
    public Value(String label, int features, Grid grid, boolean trained) {
        this.label = label;
        this.features = features;
        this.grid = grid;
        this.trained = trained;
    }

    public String label() {
        return label;
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public List<Integer> grid() {
        return grid.sizes();
    }

    /** The positions of one example. */
    public Grid positions() {
        return grid;
    }

    /** Whether it depends on parameters. */
    public boolean trained() {
        return trained;
    }

    /** The shape of one example as recipes write it: {@code [height, width, features]}. */
    public List<Integer> shape() {
        List<Integer> shape = new ArrayList<>(grid.sizes());
        shape.add(features);
        return shape;
    }

    @Override
    public String toString() {
        return label + " " + shape();
    }
}
