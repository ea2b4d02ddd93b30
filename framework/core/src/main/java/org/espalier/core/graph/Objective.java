package org.espalier.core.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What training makes small: losses of a model's output, each times its weight.
 *
 * @param operations between the model's output and what the losses read, in the order of computation
 * @param terms the losses
 * @param teacher what another network gives for the same examples, when a loss reads that
 */
public record Objective(List<Operation> operations, List<Term> terms, Optional<Value> teacher) {
    /**
     * One loss.
     *
     * @param value what it reads; no other loss reads it when there are several
     * @param loss its operation
     * @param target probabilities made of the teacher's answers; empty: it is judged by labels or numbers of the data
     * @param weight at least 0
     */
    public record Term(Value value, LossOperation loss, Optional<Value> target, double weight) {
        private Term weighing(double other) {
            return new Term(value, loss, target, other);
        }
    }

    public Objective {
        operations = List.copyOf(operations);
        terms = List.copyOf(terms);
    }

    /** Nothing: for a network that is only asked what it gives. */
    public static Objective none() {
        return new Objective(List.of(), List.of(), Optional.empty());
    }

    /** What is left of it where there is no teacher, with weights that add up to 1. */
    public Objective alone() {
        if (teacher.isEmpty()) {
            return this;
        }
        List<Term> alone =
                terms.stream().filter(term -> term.target().isEmpty()).toList();
        Set<Value> needed = new HashSet<>(alone.stream().map(Term::value).toList());
        List<Operation> kept = new ArrayList<>();
        for (Operation operation : operations.reversed()) {
            if (needed.contains(operation.output())) {
                needed.addAll(operation.inputs());
                kept.addFirst(operation);
            }
        }
        double all = alone.stream().mapToDouble(Term::weight).sum();
        return new Objective(
                kept,
                alone.stream()
                        .map(term -> term.weighing(all > 0 ? term.weight() / all : 1.0 / alone.size()))
                        .toList(),
                Optional.empty());
    }
}
