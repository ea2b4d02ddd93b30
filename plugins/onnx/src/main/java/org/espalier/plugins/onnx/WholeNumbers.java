package org.espalier.plugins.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whole numbers that a graph computes of shapes, such as what a reshape is told. The batch is -1, which a reshape takes for
 * whatever is left.
 */
final class WholeNumbers {
    private static final long BATCH = -1;

    private final FileGraph graph;
    private final Map<String, long[]> computed = new HashMap<>();

    WholeNumbers(FileGraph graph) {
        this.graph = graph;
    }

    /** Numbers that stand in the file or were computed. */
    Optional<long[]> find(String name) {
        return Optional.ofNullable(computed.get(name))
                .or(() -> graph.tensor(name).filter(Stored::isWhole).map(Stored::whole));
    }

    long[] known(Operator operator, String name) {
        return find(name).orElseThrow(() -> operator.refused("computes '" + name + "', which must be known here"));
    }

    /** The shape of a value. */
    void shape(Operator operator, Layout layout) {
        List<Integer> sizes = layout.fileSizes();
        long[] shape = new long[sizes.size() + 1];
        shape[0] = BATCH;
        for (int i = 0; i < sizes.size(); i++) {
            shape[i + 1] = sizes.get(i);
        }
        computed.put(operator.output(), shape);
    }

    /** Takes down what an operator makes of whole numbers; false when it is none of those. */
    boolean compute(Operator operator) {
        if (operator.inputs().isEmpty() || find(operator.input(0)).isEmpty()) {
            return false;
        }
        long[] first = known(operator, operator.input(0));
        switch (operator.type()) {
            case "Gather" -> {
                long[] places = known(operator, operator.input(1));
                long[] found = new long[places.length];
                for (int i = 0; i < places.length; i++) {
                    long place = places[i] < 0 ? places[i] + first.length : places[i];
                    operator.require(
                            place >= 0 && place < first.length, "takes number " + places[i] + " of " + first.length);
                    found[i] = first[(int) place];
                }
                computed.put(operator.output(), found);
            }
            case "Concat" -> {
                List<Long> joined = new ArrayList<>();
                for (String name : operator.inputs()) {
                    for (long number : known(operator, name)) {
                        joined.add(number);
                    }
                }
                computed.put(
                        operator.output(),
                        joined.stream().mapToLong(Long::longValue).toArray());
            }
            case "Unsqueeze", "Squeeze", "Cast", "Identity" -> computed.put(operator.output(), first);
            default -> {
                return false;
            }
        }
        return true;
    }
}
