package org.espalier.core.execution;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.loop.NetworkEditor;
import org.espalier.api.loop.ParameterEditor;
import org.espalier.api.loop.ProductEditor;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.TopologyEdit;
import org.espalier.core.storage.WeightStore;

/** A network in the hands of a transform. */
final class EditedNetwork implements NetworkEditor {
    private final List<ParameterEditor> parameters = new ArrayList<>();
    private final EditedProducts products;
    private final Supplier<Map<String, Double>> measured;
    private final Training training;
    private int trainings;
    private final RandomStream random;

    /**
     * @param layers which may be changed
     * @param products those of the network
     * @param measured measures the network as it is
     * @param training trains it
     */
    EditedNetwork(
            Model model,
            Network network,
            Predicate<String> layers,
            EditedProducts products,
            Supplier<Map<String, Double>> measured,
            Training training,
            RandomStream random) {
        this.products = products;
        this.measured = measured;
        this.training = training;
        this.random = random;
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
    }

    @Override
    public List<ParameterEditor> parameters() {
        return List.copyOf(parameters);
    }

    @Override
    public List<ProductEditor> walk(int examples) {
        return products.walk(examples, parameters);
    }

    @Override
    public Map<String, Double> measure() {
        return measured.get();
    }

    @Override
    public double train(int steps, double learningRate) {
        if (steps < 1 || !(learningRate > 0) || learningRate > Double.MAX_VALUE) {
            throw new EspalierException("It trains for " + steps + " steps with the learning rate " + learningRate
                    + "; there is at least one step, and a rate above 0.");
        }
        return training.run(trainings++, steps, learningRate);
    }

    @Override
    public RandomStream random() {
        return random;
    }

    /** Trains a network for some steps, for the number-th time, and returns their mean loss. */
    @FunctionalInterface
    interface Training {
        double run(int number, int steps, double learningRate);
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
