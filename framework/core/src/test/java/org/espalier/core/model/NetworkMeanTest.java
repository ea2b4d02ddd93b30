package org.espalier.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.storage.WeightStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The numbers are those of the card of sparse model soups. */
final class NetworkMeanTest {
    private static final List<ParameterSpec> SPECS = List.of(
            new WeightSpec(
                    "sparse", new MatrixShape("w", 1, 5), List.of(1, 5), Initialisation.HE_NORMAL, 1, true, true),
            new WeightSpec("dense", new MatrixShape("d", 2, 2), List.of(2, 2), Initialisation.HE_NORMAL, 1, true, true),
            new VectorSpec("b", 2, 0),
            new StatisticSpec("s", 2, 1, 0.1));

    private final List<Network> networks = new ArrayList<>();

    @AfterEach
    void close() {
        networks.forEach(Network::close);
    }

    private Network network(long[] links, float... weight) {
        Network network = new Network(SPECS, Map.of("sparse", links), RandomStream.ofSeed(1));
        networks.add(network);
        network.weight("w").store().set(weight);
        network.weight("d").store().set(new float[] {weight[0], 1, 2, 3});
        network.vector("b").set(new float[] {weight[1], 8});
        network.statistic("s").store().set(new float[] {weight[2], 4});
        return network;
    }

    private Network mean(Network... of) {
        Network mean = new NetworkMean(Arrays.asList(of)).of(SPECS);
        networks.add(mean);
        return mean;
    }

    private static float[] values(WeightStore store) {
        return NativeMemory.floats(store.values(), store.count());
    }

    @Test
    void everyValueAndStatisticIsAveragedAndTheLinksStay() {
        long[] links = {0, 2, 4};
        Network mean = mean(network(links, 1, 2, -1), network(links, 3, 0.5f, 1));
        assertThat(values(mean.weight("w").store())).containsExactly(2, 1.25f, 0);
        assertThat(mean.weight("w").links().topology().positions()).containsExactly(links);
        assertThat(values(mean.weight("d").store())).containsExactly(2, 1, 2, 3);
        assertThat(values(mean.vector("b"))).containsExactly(1.25f, 8);
        assertThat(values(mean.statistic("s").store())).containsExactly(0, 4);
    }

    @Test
    void ofEqualNetworksItIsTheSame() {
        long[] links = {1, 3, 4};
        Network one = network(links, 0.1f, 0.2f, 0.3f);
        Network mean = mean(one, network(links, 0.1f, 0.2f, 0.3f), network(links, 0.1f, 0.2f, 0.3f));
        assertThat(values(mean.weight("w").store()))
                .containsExactly(values(one.weight("w").store()));
    }

    @Test
    void networksWithOtherLinksAreRefused() {
        Network one = network(new long[] {0, 2, 4}, 1, 2, 3);
        Network other = network(new long[] {1, 2, 4}, 1, 2, 3);
        assertThatThrownBy(() -> mean(one, other))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("the weight of 'sparse' does not have the same links in all of them");
    }
}
