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
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.WeightStore;
import org.jspecify.annotations.Nullable;

/** The parameters of a network and their values. */
public final class Network implements AutoCloseable {
    private final List<ParameterSpec> specs;
    private final Map<String, TrainedWeight> weights = new LinkedHashMap<>();
    private final Map<String, TrainedWeight> byLayer = new LinkedHashMap<>();
    private final Map<String, DenseWeight> vectors = new LinkedHashMap<>();

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
                case VectorSpec v -> vectors.put(v.name(), fresh(v));
            }
        }
    }

    private static DenseWeight fresh(VectorSpec spec) {
        DenseWeight vector = new DenseWeight(new MatrixShape(spec.name(), 1, spec.size()), spec.size());
        if (spec.start() != 0) {
            float[] values = new float[spec.size()];
            Arrays.fill(values, (float) spec.start());
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
        Network network = new Network(specs, starts, RandomStream.ofSeed(0));
        for (WeightStore parameter : network.parameters()) {
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

    private static <T> T known(@Nullable T parameter, String name) {
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter is called " + name);
        }
        return parameter;
    }

    /** Everything trained, in the order of the layers. */
    public List<WeightStore> parameters() {
        List<WeightStore> all = new ArrayList<>();
        for (ParameterSpec spec : specs) {
            all.add(
                    switch (spec) {
                        case WeightSpec w -> weight(w.name()).store();
                        case VectorSpec v -> vector(v.name());
                    });
        }
        return all;
    }

    /** Copies of everything trained. */
    public List<TensorView> views() {
        return parameters().stream().map(WeightStore::view).toList();
    }

    /** Stored links of all weights; vectors are not counted. */
    public long links() {
        return weights.values().stream().mapToLong(w -> w.store().count()).sum();
    }

    /** Positions of all weights; vectors are not counted. */
    public long positions() {
        return weights.values().stream().mapToLong(w -> w.shape().positions()).sum();
    }

    /** Share of zeros over all weights. */
    public double sparsity() {
        return 1 - (double) links() / positions();
    }

    /** Multiply-adds times two of the products of one forward pass of one example. */
    public double flopsPerExample() {
        return weights.values().stream()
                .mapToDouble(w -> 2.0 * w.store().count() * w.spec().positions())
                .sum();
    }

    @Override
    public void close() {
        weights.values().forEach(TrainedWeight::close);
        vectors.values().forEach(DenseWeight::close);
    }
}
