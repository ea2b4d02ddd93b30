package org.espalier.core.graph;

import java.util.List;

/**
 * What training makes small: a loss of a model's output.
 *
 * @param operations between the model's output and what the loss reads, in the order of computation
 * @param value what the loss reads
 * @param loss its operation
 */
public record Objective(List<Operation> operations, Value value, LossOperation loss) {
    public Objective {
        operations = List.copyOf(operations);
    }
}
