package org.espalier.core.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.TensorView;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.LatentWeight;
import org.espalier.core.storage.Topology;
import org.espalier.core.storage.WeightStore;

/**
 * The mean of networks of one model, value by value and statistic by statistic, summed in double in their order. A sparse
 * weight has the links that all of them have: of others the mean would not be sparse as they are (Zimmer, Spiegel and
 * Pokutta, "Sparse Model Soups", ICLR 2024).
 */
public final class NetworkMean {
    private final List<Network> networks;

    /**
     * @param networks of one model, at least one
     */
    public NetworkMean(List<Network> networks) {
        this.networks = List.copyOf(networks);
    }

    /**
     * A network of its own.
     *
     * @param specs of the model
     * @throws EspalierException when a weight is stored in different ways or has different links
     */
    public Network of(List<ParameterSpec> specs) {
        Map<String, TensorView> values = new LinkedHashMap<>();
        for (TrainedWeight weight : networks.getFirst().weights()) {
            String name = weight.spec().name();
            List<TrainedWeight> all =
                    networks.stream().map(network -> network.weight(name)).toList();
            requireAlike(all);
            values.put(name, mean(weight, all.stream().map(TrainedWeight::store).toList()));
        }
        for (DenseWeight vector : networks.getFirst().vectors()) {
            String name = vector.shape().name();
            put(values, name, networks.stream().map(network -> network.vector(name)));
        }
        for (RunningStatistic statistic : networks.getFirst().statistics()) {
            String name = statistic.store().shape().name();
            put(
                    values,
                    name,
                    networks.stream().map(network -> network.statistic(name).store()));
        }
        return Network.restored(specs, values, "The mean of networks");
    }

    private static void requireAlike(List<TrainedWeight> all) {
        TrainedWeight first = all.getFirst();
        for (TrainedWeight other : all) {
            if (other.store() instanceof LatentWeight) {
                throw new EspalierException("The networks have no mean: the weight of '" + other.layer()
                        + "' is latent. End the phases without storage 'latent'.");
            }
            boolean alike = first.sparse() == other.sparse()
                    && (!first.sparse()
                            || first.links().topology().equals(other.links().topology()));
            if (!alike) {
                throw new EspalierException("The networks have no mean that is as sparse as they are: the weight of '"
                        + other.layer() + "' does not have the same links in all of them. Let the phases begin with one"
                        + " network and move no links.");
            }
        }
    }

    private static TensorView mean(TrainedWeight weight, List<WeightStore> stores) {
        float[] mean = mean(stores);
        String name = weight.spec().name();
        if (!weight.sparse()) {
            return new TensorView.Dense(name, new int[] {mean.length}, mean);
        }
        Topology links = weight.links().topology();
        int rows = weight.shape().rows();
        int[] rowStarts = new int[rows + 1];
        Arrays.setAll(rowStarts, links::rowStart);
        int[] columns = new int[links.count()];
        Arrays.setAll(columns, links::column);
        return new TensorView.Sparse(name, new int[] {rows, weight.shape().columns()}, rowStarts, columns, mean);
    }

    private static void put(Map<String, TensorView> values, String name, Stream<? extends WeightStore> stores) {
        float[] mean = mean(stores.toList());
        values.put(name, new TensorView.Dense(name, new int[] {mean.length}, mean));
    }

    private static float[] mean(List<? extends WeightStore> stores) {
        double[] sums = new double[stores.getFirst().count()];
        for (WeightStore store : stores) {
            float[] values = NativeMemory.floats(store.values(), store.count());
            Arrays.setAll(sums, i -> sums[i] + values[i]);
        }
        float[] mean = new float[sums.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) (sums[i] / stores.size());
        }
        return mean;
    }
}
