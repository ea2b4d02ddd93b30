package org.espalier.core.graph;

/** What an operation lets through, see {@link FlowWalk}. */
@FunctionalInterface
public interface Flow {
    /** Tells the walk everything the operation carries from its inputs to its output. */
    void carry(FlowWalk walk);
}
