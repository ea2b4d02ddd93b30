package org.espalier.core.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.border.TensorView;
import org.espalier.core.storage.DenseImage;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.WeightStore;
import org.jspecify.annotations.Nullable;

/** The parameters of a network with their values, and the statistics it keeps beside them. */
public final class Network implements AutoCloseable {
    private final List<ParameterSpec> specs;
    private final Map<String, TrainedWeight> weights = new LinkedHashMap<>();
    private final Map<String, TrainedWeight> byLayer = new LinkedHashMap<>();
    private final Map<String, DenseWeight> vectors = new LinkedHashMap<>();
    private final Map<String, RunningStatistic> statistics = new LinkedHashMap<>();

    /**
     * @param specs the parameters in the order of the layers
     * @param starts the links of weights that are sparse from the start, by {@link WeightSpec#layer}
     * @param random the run's stream
     */
    public Network(List<ParameterSpec> specs, Map<String, long[]> starts, RandomStream random) {
        this.specs = List.copyOf(specs);
        for (ParameterSpec spec : specs) {
            switch (spec) {
                case WeightSpec w -> {
                    TrainedWeight weight = new TrainedWeight(w, random, Optional.ofNullable(starts.get(w.layer())));
                    weights.put(w.name(), weight);
                    byLayer.put(w.layer(), weight);
                }
                case VectorSpec v -> vectors.put(v.name(), fresh(v.name(), v.size(), v.start()));
                case StatisticSpec s -> statistics.put(s.name(), new RunningStatistic(fresh(s), (float) s.momentum()));
            }
        }
    }

    private static DenseWeight fresh(StatisticSpec spec) {
        DenseWeight numbers = fresh(spec.name(), spec.size(), spec.start());
        if (!spec.starts().isEmpty()) {
            float[] values = new float[spec.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = spec.starts().get(i);
            }
            numbers.set(values);
        }
        return numbers;
    }

    private static DenseWeight fresh(String name, int size, double start) {
        DenseWeight vector = new DenseWeight(new MatrixShape(name, 1, size), size);
        if (start != 0) {
            float[] values = new float[size];
            Arrays.fill(values, (float) start);
            vector.set(values);
        }
        return vector;
    }

    /**
     * A network with stored values.
     *
     * @param stored parameters by name
     * @param from what to call their origin in an error
     * @throws EspalierException when a parameter is missing or has another shape
     */
    public static Network restored(List<ParameterSpec> specs, Map<String, TensorView> stored, String from) {
        Map<String, long[]> starts = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            if (spec instanceof WeightSpec weight && stored.get(spec.name()) instanceof TensorView.Sparse sparse) {
                starts.put(weight.layer(), positions(sparse));
            }
        }
        List<ParameterSpec> unset = specs.stream()
                .map(spec -> spec instanceof WeightSpec weight ? weight.unset() : spec)
                .toList();
        Network network = new Network(unset, starts, RandomStream.ofSeed(0));
        for (WeightStore parameter : network.stored()) {
            TensorView view = stored.get(parameter.shape().name());
            float[] values = switch (view) {
                case null -> new float[0];
                case TensorView.Dense dense -> dense.values();
                case TensorView.Sparse sparse -> sparse.values();
            };
            if (values.length != parameter.count()) {
                network.close();
                throw new EspalierException(
                        from + " does not fit the recipe: " + parameter.shape().name() + " should have "
                                + parameter.count() + " values, it has " + values.length + ".");
            }
            parameter.set(values);
        }
        return network;
    }

    private static long[] positions(TensorView.Sparse sparse) {
        long[] positions = new long[sparse.columns().length];
        int rows = sparse.rowStarts().length - 1;
        for (int r = 0; r < rows; r++) {
            for (int k = sparse.rowStarts()[r]; k < sparse.rowStarts()[r + 1]; k++) {
                positions[k] = (long) r * sparse.shape()[1] + sparse.columns()[k];
            }
        }
        return positions;
    }

    /** The parameters that can be sparse, in the order of the layers. */
    public List<TrainedWeight> weights() {
        return List.copyOf(weights.values());
    }

    /** The parameters that are never sparse and never decay. */
    public List<DenseWeight> vectors() {
        return List.copyOf(vectors.values());
    }

    /** What follows the batches and is not trained, in the order of the layers. */
    public List<RunningStatistic> statistics() {
        return List.copyOf(statistics.values());
    }

    /** A statistic by its name. */
    public RunningStatistic statistic(String name) {
        return known(statistics.get(name), name);
    }

    /** A weight by its name. */
    public TrainedWeight weight(String name) {
        return known(weights.get(name), name);
    }

    /** A weight by what recipes select it by. */
    public TrainedWeight weightOf(String layer) {
        return known(byLayer.get(layer), layer);
    }

    /** A vector by its name. */
    public DenseWeight vector(String name) {
        return known(vectors.get(name), name);
    }

    /** The numbers of a vector or a statistic. */
    public DenseWeight numbers(ParameterSpec spec) {
        return switch (spec) {
            case VectorSpec v -> vector(v.name());
            case StatisticSpec s -> statistic(s.name()).store();
            case WeightSpec w -> throw new IllegalArgumentException(w.name() + " is a weight");
        };
    }

    private static <T> T known(@Nullable T parameter, String name) {
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter is called " + name);
        }
        return parameter;
    }

    /** Everything trained, in the order of the layers. */
    public List<WeightStore> parameters() {
        return stores(
                specs.stream().filter(spec -> !(spec instanceof StatisticSpec)).toList());
    }

    /** Everything trained and every statistic, in the order of the layers. */
    public List<WeightStore> stored() {
        return stores(specs);
    }

    private List<WeightStore> stores(List<ParameterSpec> of) {
        List<WeightStore> all = new ArrayList<>();
        for (ParameterSpec spec : of) {
            all.add(
                    switch (spec) {
                        case WeightSpec w -> weight(w.name()).store();
                        case VectorSpec v -> vector(v.name());
                        case StatisticSpec s -> statistic(s.name()).store();
                    });
        }
        return all;
    }

    /** Copies of everything stored. */
    public List<TensorView> views() {
        return stored().stream().map(WeightStore::view).toList();
    }

    /** Links that products read, of all weights; vectors are not counted. */
    public long links() {
        return weights.values().stream().mapToLong(w -> w.seen().count()).sum();
    }

    /** Positions of all weights; vectors are not counted. */
    public long positions() {
        return weights.values().stream().mapToLong(w -> w.shape().positions()).sum();
    }

    /** Share of zeros over all weights. */
    public double sparsity() {
        return 1 - (double) links() / positions();
    }

    /** Native bytes of all parameters and statistics, with what the optimizer keeps. */
    public long bytes() {
        long bytes = stored().stream().mapToLong(WeightStore::bytes).sum();
        for (TrainedWeight weight : weights()) {
            bytes += weight.executedDensely() ? DenseImage.bytes(weight.shape()) : 0;
        }
        return bytes;
    }

    /** Multiply-adds times two of the products of one forward pass of one example. */
    public double flopsPerExample() {
        return weights.values().stream()
                .mapToDouble(w -> 2.0 * w.seen().count() * w.spec().uses())
                .sum();
    }

    @Override
    public void close() {
        weights.values().forEach(TrainedWeight::close);
        vectors.values().forEach(DenseWeight::close);
        statistics.values().forEach(statistic -> statistic.store().close());
    }
}
