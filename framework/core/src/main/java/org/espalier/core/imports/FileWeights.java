package org.espalier.core.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.TensorView;
import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;
import org.espalier.core.model.ParameterSpec;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.model.WeightSpec;

/**
 * Trained values of a file that fit a model.
 *
 * @param file they are in
 * @param sha256 of the file when it was opened
 * @param values for parameters, by name
 */
public record FileWeights(Path file, String sha256, Map<String, Values> values) {
    public FileWeights {
        values = Map.copyOf(values);
    }

    /**
     * The values of one parameter.
     *
     * @param tensor of the file
     * @param order where columns, or the numbers of a vector, stand in the file; empty: where they stand here
     */
    record Values(ImportedTensor tensor, Optional<int[]> order) {}

    /** Whether the file has values for a parameter. */
    public boolean covers(String parameter) {
        return values.containsKey(parameter);
    }

    /** For people. */
    public String text() {
        return values.size() + (values.size() == 1 ? " tensor of " : " tensors of ") + file;
    }

    /**
     * Reads the values.
     *
     * @param views of a network, by name, which these take the place of
     * @throws EspalierException when the file cannot be read or holds what is no number
     */
    void putInto(Map<String, TensorView> views, Model model) {
        for (ParameterSpec spec : model.parameters()) {
            Values known = values.get(spec.name());
            if (known != null) {
                views.put(spec.name(), read(spec, known));
            }
        }
    }

    /**
     * A network with the values of files, later ones over earlier ones, and its own where they have none. What it is given is
     * closed when all went well; what was sparse stays so where the files have no values for it.
     *
     * @throws EspalierException when a file cannot be read or holds what is no number
     */
    public static Network into(Network network, Model model, List<FileWeights> files) {
        network.weights().stream().filter(TrainedWeight::latent).forEach(TrainedWeight::settle);
        Map<String, TensorView> views = new LinkedHashMap<>();
        network.views().forEach(view -> views.put(view.name(), view));
        files.forEach(file -> file.putInto(views, model));
        Network filled = Network.restored(
                model.parameters(),
                views,
                String.join(", ", files.stream().map(f -> f.file().toString()).toList()));
        network.close();
        return filled;
    }

    private TensorView read(ParameterSpec spec, Values known) {
        try {
            return switch (known.tensor().content().read()) {
                case TensorView.Dense dense -> dense(spec, dense.values(), known.order());
                case TensorView.Sparse sparse -> {
                    requireFinite(spec, sparse.values());
                    yield known.order()
                            .<TensorView>map(places -> ordered(sparse, places))
                            .orElse(sparse);
                }
            };
        } catch (IOException e) {
            throw new EspalierException("Reading " + file + " failed: " + e.getMessage() + ".", e);
        }
    }

    private TensorView dense(ParameterSpec spec, float[] values, Optional<int[]> order) {
        requireFinite(spec, values);
        float[] ordered = order.map(places -> ordered(values, places)).orElse(values);
        return new TensorView.Dense(spec.name(), shape(spec, values.length), ordered);
    }

    private static int[] shape(ParameterSpec spec, int count) {
        List<Integer> sizes = spec instanceof WeightSpec weight ? weight.stored() : List.of(count);
        return sizes.stream().mapToInt(Integer::intValue).toArray();
    }

    private static float[] ordered(float[] values, int[] places) {
        float[] ordered = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int column = i % places.length;
            ordered[i] = values[i - column + places[column]];
        }
        return ordered;
    }

    /** The same links, each in the column that stands at its place in the file. */
    private static TensorView.Sparse ordered(TensorView.Sparse links, int[] places) {
        int[] columns = new int[places.length];
        for (int column = 0; column < places.length; column++) {
            columns[places[column]] = column;
        }
        int[] moved = new int[links.columns().length];
        float[] values = new float[moved.length];
        for (int row = 0; row + 1 < links.rowStarts().length; row++) {
            int first = links.rowStarts()[row];
            int[] from = IntStream.range(first, links.rowStarts()[row + 1])
                    .boxed()
                    .sorted(Comparator.comparingInt(k -> columns[links.columns()[k]]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int i = 0; i < from.length; i++) {
                moved[first + i] = columns[links.columns()[from[i]]];
                values[first + i] = links.values()[from[i]];
            }
        }
        return new TensorView.Sparse(links.name(), links.shape(), links.rowStarts(), moved, values);
    }

    private void requireFinite(ParameterSpec spec, float... values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new EspalierException(file + ": value " + i + " for '" + spec.name() + "' is " + values[i]
                        + "; a network needs finite numbers.");
            }
        }
    }
}
