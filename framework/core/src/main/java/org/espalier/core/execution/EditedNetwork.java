package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.InputStatistics;
import org.espalier.api.loop.InputSum;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.loop.ProductEditor;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Operation;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.operation.Product;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.TopologyEdit;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.train.Calibration;

/** A network in the hands of a transform. */
final class EditedNetwork implements NetworkEditor {
    private final List<ParameterEditor> parameters = new ArrayList<>();
    private final List<Product> products = new ArrayList<>();
    private final Set<InputSum> needs;
    private final Calibration calibration;
    private final Supplier<Map<String, Double>> measured;
    private final RandomStream random;

    /**
     * @param layers which may be changed
     * @param needs what the transform asks of the inputs of products
     * @param calibration of this network
     * @param measured measures the network as it is
     */
    EditedNetwork(
            Predicate<String> layers,
            Set<InputSum> needs,
            Calibration calibration,
            Supplier<Map<String, Double>> measured,
            RandomStream random) {
        this.needs = Set.copyOf(needs);
        this.calibration = calibration;
        this.measured = measured;
        this.random = random;
        Model model = calibration.model();
        Network network = calibration.network();
        for (var spec : model.parameters()) {
            switch (spec) {
                case WeightSpec w when layers.test(w.layer()) -> parameters.add(new Weight(network.weight(w.name())));
                case VectorSpec v
                when layers.test(v.layer()) ->
                    parameters.add(new Numbers(network.vector(v.name()), ParameterEditor.Role.VECTOR));
                case StatisticSpec s
                when layers.test(s.layer()) ->
                    parameters.add(new Numbers(network.statistic(s.name()).store(), ParameterEditor.Role.STATISTIC));
                case WeightSpec _, VectorSpec _, StatisticSpec _ -> {
                    // of a layer that is not selected
                }
            }
        }
        for (Operation operation : model.operations()) {
            if (operation instanceof Product product
                    && layers.test(network.weight(product.shape().name()).layer())) {
                products.add(product);
            }
        }
    }

    @Override
    public List<ParameterEditor> parameters() {
        return List.copyOf(parameters);
    }

    @Override
    public List<ProductEditor> walk(int examples) {
        if (examples < 1) {
            throw new EspalierException("A walk measures inputs on at least 1 example, was " + examples + ".");
        }
        List<ProductEditor> walk = new ArrayList<>();
        products.forEach(product -> walk.add(new EditedProduct(product, examples)));
        return List.copyOf(walk);
    }

    /** A product whose inputs are measured when the transform asks for them. */
    private final class EditedProduct implements ProductEditor {
        private final Product product;
        private final int examples;

        EditedProduct(Product product, int examples) {
            this.product = product;
            this.examples = examples;
        }

        @Override
        public ParameterEditor weight() {
            return parameters.stream()
                    .filter(parameter -> parameter.name().equals(product.shape().name()))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public int groups() {
            return product.groups();
        }

        @Override
        public InputStatistics inputs() {
            if (needs.isEmpty()) {
                throw new EspalierException(
                        "It asks what comes into " + product.shape().name() + ", and its needs() names nothing.");
            }
            return calibration.measure(product, examples, needs.contains(InputSum.GRAM));
        }
    }

    @Override
    public Map<String, Double> measure() {
        return measured.get();
    }

    @Override
    public RandomStream random() {
        return random;
    }

    /** What all have in common. */
    private abstract static class Editor implements ParameterEditor {
        abstract WeightStore store();

        @Override
        public String name() {
            return store().shape().name();
        }

        @Override
        public MatrixShape shape() {
            return store().shape();
        }

        @Override
        public int count() {
            return store().count();
        }

        @Override
        public int row(int value) {
            return store().row(value);
        }

        @Override
        public int column(int value) {
            return store().column(value);
        }

        @Override
        public float[] values() {
            return NativeMemory.floats(store().values(), store().count());
        }

        @Override
        public void set(float[] values) {
            if (values.length != count()) {
                throw new EspalierException(
                        name() + " stores " + count() + " values, and was given " + values.length + ".");
            }
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new EspalierException("Value " + i + " of " + name() + " would become " + values[i] + ".");
                }
            }
            store().set(values.clone());
        }
    }

    private static final class Numbers extends Editor {
        private final DenseWeight store;
        private final Role role;

        Numbers(DenseWeight store, Role role) {
            this.store = store;
            this.role = role;
        }

        @Override
        WeightStore store() {
            return store;
        }

        @Override
        public Role role() {
            return role;
        }

        @Override
        public void keep(BitSet links) {
            throw new EspalierException(name() + " is no weight, so it has no links to drop.");
        }
    }

    private static final class Weight extends Editor {
        private final TrainedWeight weight;

        Weight(TrainedWeight weight) {
            this.weight = weight;
        }

        @Override
        WeightStore store() {
            return weight.store();
        }

        @Override
        public Role role() {
            return Role.WEIGHT;
        }

        @Override
        public void keep(BitSet links) {
            if (links.length() > count()) {
                throw new EspalierException(
                        name() + " stores " + count() + " links, so there is no link " + (links.length() - 1) + ".");
            }
            switch (weight.store()) {
                case LatentWeight _ -> throw new EspalierException(name() + " is latent, so its links are not stored.");
                case DenseWeight _ ->
                    weight.makeSparse(links.stream().asLongStream().toArray());
                case SparseWeight _ -> {
                    BitSet dropped = (BitSet) links.clone();
                    dropped.flip(0, count());
                    weight.apply(new TopologyEdit(dropped.stream().toArray(), new long[0], new float[0]));
                }
            }
        }
    }
}
