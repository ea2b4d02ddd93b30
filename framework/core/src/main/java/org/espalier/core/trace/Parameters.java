package org.espalier.core.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.graph.StartValues;
import org.espalier.api.graph.Vector;
import org.espalier.api.graph.Weight;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;

/** The parameters that layers declare while they are traced. */
final class Parameters {
    /** Of a layer with one matrix, the layer's name stands for it in recipes. */
    private static final String MAIN = "weight";

    private record DeclaredWeight(MatrixShape shape) implements Weight {}

    private record DeclaredVector(VectorSpec spec) implements Vector {
        @Override
        public int size() {
            return spec.size();
        }
    }

    private final Map<String, ParameterSpec> specs = new LinkedHashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    /** Tables of embeddings that nobody else uses. */
    private final Set<String> tables = new HashSet<>();

    Weight weight(String scope, String name, List<Integer> stored, List<Integer> kernel, StartValues start) {
        int columns = stored.stream().skip(1).reduce(1, Math::multiplyExact);
        MatrixShape shape = new MatrixShape(full(scope, name), stored.getFirst(), columns, kernel);
        String layer = name.equals(MAIN) ? scope : full(scope, name.replaceFirst("\\.?" + MAIN + "$", ""));
        declare(new WeightSpec(layer, shape, stored, start, 1, false, false));
        return new DeclaredWeight(shape);
    }

    Vector vector(String scope, String name, int size, double start) {
        VectorSpec spec = new VectorSpec(full(scope, name), size, start);
        declare(spec);
        return new DeclaredVector(spec);
    }

    /** A statistic that stands beside a vector: {@code bn.running_mean} beside {@code bn.scale}. */
    StatisticSpec statistic(VectorSpec beside, String name, double start, double momentum) {
        String scope = beside.name().substring(0, beside.name().lastIndexOf('.'));
        return statistic(scope, name, beside.size(), start, momentum);
    }

    StatisticSpec statistic(String scope, String name, int size, double start, double momentum) {
        return declared(new StatisticSpec(full(scope, name), size, start, momentum));
    }

    /** Whole numbers that no batch changes. */
    StatisticSpec table(String scope, String name, List<Integer> values) {
        return declared(new StatisticSpec(full(scope, name), values.size(), 0, 1, values));
    }

    private StatisticSpec declared(StatisticSpec spec) {
        declare(spec);
        return spec;
    }

    private void declare(ParameterSpec spec) {
        if (specs.putIfAbsent(spec.name(), spec) != null) {
            throw new EspalierException("The parameter '" + spec.name() + "' is declared twice.");
        }
    }

    private static String full(String scope, String name) {
        return scope + "." + name;
    }

    /** A vector as it was declared. */
    VectorSpec known(Vector vector) {
        if (vector instanceof DeclaredVector(VectorSpec spec)) {
            return spec;
        }
        throw new EspalierException("The graph was given a vector it did not make: " + vector + ".");
    }

    /**
     * Notes what a weight is used for.
     *
     * @param times how often each link is used for an example, on average
     * @param inputTrained whether the gradient of its input is asked for
     * @param transposed whether a transposed copy is needed for that
     */
    void use(Weight weight, double times, boolean inputTrained, boolean transposed) {
        WeightSpec spec = known(weight);
        if (uses.merge(spec.name(), 1, Integer::sum) > 1) {
            throw new EspalierException("The weight '" + spec.name() + "' is used twice; every use needs its own.");
        }
        specs.put(
                spec.name(),
                new WeightSpec(
                        spec.layer(),
                        spec.shape(),
                        spec.stored(),
                        spec.start(),
                        times,
                        inputTrained,
                        inputTrained && transposed));
    }

    /** Notes that a weight is the table of an embedding; one product may use it as well. */
    void useTable(Weight table) {
        use(table, 0, false, false);
        tables.add(table.shape().name());
    }

    /** Whether a weight is the table of an embedding that no product uses yet. */
    boolean freeTable(Weight weight) {
        return tables.contains(weight.shape().name());
    }

    /** Lets a product use the table of an embedding. */
    void tie(Weight table) {
        tables.remove(table.shape().name());
        uses.remove(table.shape().name());
    }

    /** What a layer's name stands for, if that is a weight. */
    Optional<Weight> ofLayer(String layer) {
        for (ParameterSpec spec : specs.values()) {
            if (spec instanceof WeightSpec weight && weight.layer().equals(layer)) {
                return Optional.of(new DeclaredWeight(weight.shape()));
            }
        }
        return Optional.empty();
    }

    private WeightSpec known(Weight weight) {
        if (specs.get(weight.shape().name()) instanceof WeightSpec spec) {
            return spec;
        }
        throw new EspalierException("The graph was given a weight it did not make: " + weight + ".");
    }

    /** All of them, in the order they were declared. */
    List<ParameterSpec> specs() {
        return new ArrayList<>(specs.values());
    }
}
