package org.espalier.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.TensorView;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.WeightStore;

/** A chain of layers and their values. */
public final class Network implements AutoCloseable {
    private final List<Layer> layers;

    /**
     * @param specs in order, at least one
     * @param starts the links of weights that are sparse from the start, by layer name
     * @param random the run's stream
     */
    public Network(List<LayerSpec> specs, Map<String, long[]> starts, RandomStream random) {
        List<Layer> made = new ArrayList<>();
        for (LayerSpec spec : specs) {
            made.add(new Layer(spec, made.isEmpty(), random, Optional.ofNullable(starts.get(spec.name()))));
        }
        this.layers = List.copyOf(made);
    }

    /**
     * A network with stored values.
     *
     * @param stored weights and biases by name
     * @param from what to call their origin in an error
     * @throws EspalierException when a parameter is missing or has another shape
     */
    public static Network restored(List<LayerSpec> specs, Map<String, TensorView> stored, String from) {
        Map<String, long[]> starts = new LinkedHashMap<>();
        for (LayerSpec spec : specs) {
            if (stored.get(spec.shape().name()) instanceof TensorView.Sparse sparse) {
                starts.put(spec.name(), positions(sparse));
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

    public List<Layer> layers() {
        return layers;
    }

    public Layer layer(String name) {
        return layers.stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no layer is called " + name));
    }

    /** Features of an example. */
    public int inputs() {
        return layers.getFirst().shape().columns();
    }

    /** Outputs of an example. */
    public int outputs() {
        return layers.getLast().shape().rows();
    }

    /** Everything trained: weight and bias of each layer in turn. */
    public List<WeightStore> parameters() {
        List<WeightStore> all = new ArrayList<>();
        for (Layer layer : layers) {
            all.add(layer.weight());
            layer.bias().ifPresent(all::add);
        }
        return all;
    }

    /** Copies of everything trained. */
    public List<TensorView> views() {
        return parameters().stream().map(WeightStore::view).toList();
    }

    /** Stored links of all weights; biases are not counted. */
    public long links() {
        return layers.stream().mapToLong(l -> l.weight().count()).sum();
    }

    /** Positions of all weights; biases are not counted. */
    public long positions() {
        return layers.stream().mapToLong(l -> l.shape().positions()).sum();
    }

    /** Share of zeros over all weights. */
    public double sparsity() {
        return 1 - (double) links() / positions();
    }

    /** Multiply-adds times two of one forward pass of one example. */
    public double flopsPerExample() {
        return 2.0 * links();
    }

    /** Whether a layer's weight is stored as links. */
    public static boolean sparse(Layer layer) {
        return layer.weight() instanceof SparseWeight;
    }

    @Override
    public void close() {
        layers.forEach(Layer::close);
    }
}
