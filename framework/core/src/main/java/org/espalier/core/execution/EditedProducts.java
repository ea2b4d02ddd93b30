package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.espalier.api.EspalierException;
import org.espalier.api.loop.InputStatistics;
import org.espalier.api.loop.InputSum;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.loop.ProductEditor;
import org.espalier.core.graph.Operation;
import org.espalier.core.operation.Product;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.surgery.Factors;
import org.espalier.core.surgery.LowRank;
import org.espalier.core.train.Calibration;

/** The products of a network in the hands of a transform, and the factors it gave for their weights. */
final class EditedProducts {
    private final Calibration calibration;
    private final Predicate<String> layers;
    private final Set<InputSum> needs;
    private final Map<String, Integer> ranks;
    private final SortedMap<String, Factors> factorised = new TreeMap<>();

    /**
     * @param calibration of the network
     * @param layers which may be changed
     * @param needs what the transform asks of the inputs of products
     * @param ranks the largest ranks of factors, by the name of the weight
     */
    EditedProducts(Calibration calibration, Predicate<String> layers, Set<InputSum> needs, Map<String, Integer> ranks) {
        this.calibration = calibration;
        this.layers = layers;
        this.needs = Set.copyOf(needs);
        this.ranks = Map.copyOf(ranks);
    }

    /**
     * Those that may be changed, in the order of computation.
     *
     * @param examples on which inputs are measured
     * @param parameters the editors of all weights that may be changed
     */
    List<ProductEditor> walk(int examples, List<ParameterEditor> parameters) {
        if (examples < 1) {
            throw new EspalierException("A walk measures inputs on at least 1 example, was " + examples + ".");
        }
        List<ProductEditor> walk = new ArrayList<>();
        for (Operation operation : calibration.model().operations()) {
            if (operation instanceof Product product && layers.test(layer(product))) {
                ParameterEditor weight = parameters.stream()
                        .filter(parameter ->
                                parameter.name().equals(product.shape().name()))
                        .findFirst()
                        .orElseThrow();
                walk.add(new EditedProduct(product, weight, examples));
            }
        }
        return List.copyOf(walk);
    }

    private String layer(Product product) {
        return calibration.network().weight(product.shape().name()).layer();
    }

    /**
     * What takes the place of weights, by their names.
     *
     * @throws EspalierException when the transform did not factorise what it said
     */
    SortedMap<String, Factors> factorised() {
        for (String name : ranks.keySet()) {
            if (!factorised.containsKey(name)) {
                throw new EspalierException("Its rank() said that it factorises " + name + ", and it did not.");
            }
        }
        return Collections.unmodifiableSortedMap(factorised);
    }

    /** A product whose inputs are measured when the transform asks for them. */
    private final class EditedProduct implements ProductEditor {
        private final Product product;
        private final ParameterEditor weight;
        private final int examples;

        EditedProduct(Product product, ParameterEditor weight, int examples) {
            this.product = product;
            this.weight = weight;
            this.examples = examples;
        }

        @Override
        public ParameterEditor weight() {
            return weight;
        }

        @Override
        public int groups() {
            return product.groups();
        }

        @Override
        public InputStatistics inputs() {
            if (needs.isEmpty()) {
                throw new EspalierException(
                        "It asks what comes into " + weight.name() + ", and its needs() names nothing.");
            }
            return calibration.measure(product, examples, needs.contains(InputSum.GRAM));
        }

        @Override
        public void factorise(int rank, float[] down, float[] up) {
            int most = ranks.getOrDefault(weight.name(), 0);
            if (rank < 1 || rank > most) {
                throw new EspalierException(
                        most == 0
                                ? "It factorises " + weight.name() + ", and its rank() said nothing of that."
                                : "The rank of " + weight.name() + " is 1 to " + most + ", as its rank() said, not "
                                        + rank + ".");
            }
            requireFactor(down, (long) rank * product.shape().columns());
            requireFactor(up, (long) rank * product.shape().rows());
            if (!(calibration.network().weight(weight.name()).store() instanceof DenseWeight dense)) {
                throw new EspalierException(weight.name() + " is not stored densely, so it is not factorised.");
            }
            int rows = product.shape().rows();
            dense.set(LowRank.product(up, down, rows, rank, product.shape().columns()));
            factorised.put(weight.name(), new Factors(rank, down, up));
        }

        private void requireFactor(float[] values, long wanted) {
            if (values.length != wanted) {
                throw new EspalierException("A factor of " + weight.name() + " has " + wanted
                        + " values, and was given " + values.length + ".");
            }
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new EspalierException(
                            "Value " + i + " of a factor of " + weight.name() + " would become " + values[i] + ".");
                }
            }
        }
    }
}
