package org.espalier.core.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Recurrence;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.model.Network;
import org.espalier.core.model.RunningStatistic;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.storage.WeightStore;
import org.junit.jupiter.api.Test;

/** What is left of a network, and that it gives what the whole one gave. */
final class ChannelCutTest {
    /** Sums of a few floats in another order. */
    private static final float TOLERANCE = 1e-6f;

    /** The network of the card's first invariant; a bias where a constant may go. */
    private static Model normalised(boolean bias) {
        return Traced.model(
                List.of(4, 4, 3),
                (g, in) -> Traced.conv(
                        g,
                        "out",
                        g.activation(Traced.norm(g, "bn", Traced.conv(g, "conv", in, 4, 3, 1, false)), Activation.RELU),
                        2,
                        1,
                        0,
                        bias));
    }

    private static void silence(Network network, float shift) {
        Traced.setRow(network, "net.conv.weight", 2, 0);
        Traced.setRow(network, "net.bn.scale", 2, 0);
        Traced.setRow(network, "net.bn.shift", 2, shift);
    }

    private static long withStatistics(Network network) {
        return network.stored().stream().mapToLong(WeightStore::count).sum();
    }

    private static BitSet idle(ChannelGraph graph, Network network) {
        return new IdleChannels(graph, network, 0, layer -> true).groups();
    }

    @Test
    void aChannelTakesItsRowsItsNormalisationAndItsColumnsWithIt() {
        Model model = normalised(false);
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model);
                Network smaller =
                        new ChannelCut(graph, Traced.groups(graph.rowGroup("net.conv.weight", 2))).network(network)) {
            assertThat(Traced.parameters(network)).isEqualTo(108 + 8 + 8);
            assertThat(withStatistics(network)).isEqualTo(124 + 8);
            assertThat(Traced.parameters(smaller)).isEqualTo(81 + 6 + 6);
            assertThat(withStatistics(smaller)).isEqualTo(93 + 6);
            assertThat(smaller.flopsPerExample() * 4).isEqualTo(network.flopsPerExample() * 3);
            assertThat(smaller.views().getFirst().shape()).containsExactly(3, 3, 3, 3);
            float[] whole = Traced.values(network, "net.out.weight");
            assertThat(Traced.values(smaller, "net.out.weight"))
                    .containsExactly(whole[0], whole[1], whole[3], whole[4], whole[5], whole[7]);
        }
    }

    @Test
    void aChannelOfZerosIsFoundAndLeavesNoTrace() {
        Model model = normalised(false);
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            assertThat(idle(graph, network).cardinality()).isZero();
            silence(network, 0);
            requireSame(graph, network, graph.rowGroup("net.conv.weight", 2));
        }
    }

    @Test
    void whatAChannelAlwaysAddsGoesIntoTheNextBias() {
        Model model = normalised(true);
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            silence(network, 0.7f);
            requireSame(graph, network, graph.rowGroup("net.conv.weight", 2));
        }
    }

    @Test
    void withoutABiasToTakeWhatItAddsAChannelStays() {
        Model model = normalised(false);
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            silence(network, 0.7f);
            IdleChannels idle = new IdleChannels(graph, network, 0, layer -> true);
            assertThat(idle.groups().cardinality()).isZero();
            assertThat(idle.stuck()).isEqualTo(1);
            silence(network, -0.7f);
            requireSame(graph, network, graph.rowGroup("net.conv.weight", 2));
        }
    }

    /** A channel of 0.7 behind a ReLU, read without padding by a product without a bias, and what stands behind that. */
    private static Model constantThen(Layer behind, int padding) {
        return Traced.model(List.of(4, 4, 3), (g, in) -> {
            Node relu = g.activation(Traced.norm(g, "bn", Traced.conv(g, "conv", in, 4, 3, 1, false)), Activation.RELU);
            return behind.build(g, Traced.conv(g, "next", relu, 3, 3, padding, false));
        });
    }

    private static Node last(GraphBuilder graph, Node node) {
        return Traced.conv(graph, "out", graph.activation(node, Activation.RELU), 2, 1, 0, true);
    }

    @Test
    void aMeanOrAnOffsetBehindTakesAConstantWhereThereIsNoBias() {
        Layer mean = (g, in) -> last(g, Traced.norm(g, "after", in));
        Layer offset = (g, in) -> last(g, g.addByFeature(in, g.vector("after", in.features(), 0)));
        for (Layer behind : List.of(mean, offset)) {
            Model model = constantThen(behind, 0);
            ChannelGraph graph = ChannelGraph.of(model);
            try (Network network = Traced.network(model)) {
                silence(network, 0.7f);
                requireSame(graph, network, graph.rowGroup("net.conv.weight", 2));
            }
        }
    }

    @Test
    void aConstantStaysWhenAnotherReadsTheSumsAsWellOrTheBorderIsDifferent() {
        Layer twice = (g, in) -> last(g, g.add(Traced.norm(g, "after", in), in));
        Layer once = (g, in) -> last(g, Traced.norm(g, "after", in));
        for (Model model : List.of(constantThen(twice, 0), constantThen(once, 1))) {
            ChannelGraph graph = ChannelGraph.of(model);
            try (Network network = Traced.network(model)) {
                silence(network, 0.7f);
                IdleChannels idle = new IdleChannels(graph, network, 0, layer -> true);
                assertThat(idle.groups().cardinality()).isZero();
                assertThat(idle.stuck()).isEqualTo(1);
                assertThat(idle.lost(Traced.groups(0, 1))).isZero();
                assertThat(idle.lost(Traced.groups(1, 2))).isEqualTo(1);
            }
        }
    }

    @Test
    void underAWindowWithPaddingAConstantStays() {
        Model model = Traced.model(
                List.of(4, 4, 2),
                (g, in) -> Traced.conv(g, "out", Traced.conv(g, "a", in, 3, 1, 0, true), 2, 3, 1, true));
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            Traced.setRow(network, "net.a.weight", 0, 0);
            IdleChannels idle = new IdleChannels(graph, network, 0, layer -> true);
            assertThat(idle.groups().cardinality()).isZero();
            assertThat(idle.stuck()).isEqualTo(1);
            Traced.setRow(network, "net.a.bias", 0, 0);
            requireSame(graph, network, graph.rowGroup("net.a.weight", 0));
        }
    }

    @Test
    void whatNobodyReadsGoesAndWhatOnlyThatReadsGoesToo() {
        Model model = Traced.model(
                List.of(5),
                (g, in) -> Traced.linear(
                        g,
                        "out",
                        g.activation(
                                Traced.linear(g, "b", g.activation(Traced.linear(g, "a", in, 3), Activation.TANH), 4),
                                Activation.SIGMOID),
                        2));
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            WeightStore out = network.weight("net.out.weight").store();
            float[] last = Traced.values(network, "net.out.weight");
            last[1] = 0;
            last[5] = 0;
            out.set(last);
            float[] middle = Traced.values(network, "net.b.weight");
            for (int row : new int[] {0, 2, 3}) {
                middle[3 * row + 2] = 0;
            }
            network.weight("net.b.weight").store().set(middle);
            requireSame(graph, network, graph.rowGroup("net.b.weight", 1), graph.rowGroup("net.a.weight", 2));
        }
    }

    @Test
    void ofChannelsThatAllAddNothingTheFirstStays() {
        Model model = normalised(false);
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            for (int row = 0; row < 4; row++) {
                Traced.setRow(network, "net.conv.weight", row, 0);
                Traced.setRow(network, "net.bn.shift", row, 0);
            }
            assertThat(idle(graph, network)).isEqualTo(Traced.groups(1, 2, 3));
        }
    }

    @Test
    void smallNormsCountAsZeroWhereTheyAreToldTo() {
        Model model = normalised(true);
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            Traced.setRow(network, "net.bn.scale", 1, 0.001f);
            assertThat(idle(graph, network).cardinality()).isZero();
            IdleChannels idle = new IdleChannels(graph, network, 0.01, layer -> true);
            assertThat(idle.groups()).isEqualTo(Traced.groups(1));
            assertThat(new IdleChannels(graph, network, 0.01, layer -> !layer.equals("net.conv"))
                            .groups()
                            .cardinality())
                    .isZero();
        }
    }

    @Test
    void unitsOfARecurrenceGoWithAllTheirGates() {
        for (Recurrence cell : Recurrence.values()) {
            Model model = Traced.model(List.of(3, 2), (g, in) -> {
                int rows = 4 * cell.gates();
                Node gates = Traced.linear(g, "in", in, rows);
                return Traced.linear(
                        g,
                        "out",
                        g.recurrence(
                                gates,
                                g.weight("u", rows, 4, org.espalier.api.graph.Initialisation.HE_NORMAL),
                                java.util.Optional.of(g.vector("b", rows, 0)),
                                cell),
                        2);
            });
            ChannelGraph graph = ChannelGraph.of(model);
            try (Network network = Traced.network(model)) {
                for (int gate = 0; gate < cell.gates(); gate++) {
                    for (String parameter : List.of("net.in.weight", "net.in.bias", "net.u", "net.b")) {
                        Traced.setRow(network, parameter, 4 * gate + 1, 0);
                    }
                }
                requireSame(graph, network, graph.rowGroup("net.u", 1));
            }
        }
    }

    @Test
    void sparseAndLatentWeightsKeepWhatIsSeenAndWhatIsTrained() {
        Model model = normalised(true);
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            network.weightOf("net.conv")
                    .makeSparse(LongStream.range(0, 108).filter(p -> p % 3 != 0).toArray());
            network.weightOf("net.out").makeLatent(new long[] {0, 2, 3, 5});
            silence(network, 0.4f);
            BitSet groups = requireSame(graph, network, graph.rowGroup("net.conv.weight", 2));
            try (Network smaller = new ChannelCut(graph, groups).network(network)) {
                TrainedWeight sparse = smaller.weightOf("net.conv");
                assertThat(sparse.storage()).isEqualTo("sparse");
                assertThat(sparse.store().count()).isEqualTo(54);
                TrainedWeight latent = smaller.weightOf("net.out");
                assertThat(latent.storage()).isEqualTo("latent");
                assertThat(latent.store().count()).isEqualTo(6);
                assertThat(latent.links().positions()).containsExactly(0, 2, 4);
            }
        }
    }

    @Test
    void runningStatisticsStayWithTheirChannel() {
        Model model = normalised(false);
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            network.statistic("net.bn.running_mean").store().set(new float[] {1, 2, 3, 4});
            try (Network smaller = new ChannelCut(graph, Traced.groups(1)).network(network)) {
                RunningStatistic mean = smaller.statistic("net.bn.running_mean");
                assertThat(Traced.values(smaller, mean.store().shape().name())).containsExactly(1, 3, 4);
            }
        }
    }

    @Test
    void whatAnOptimizerKeepsStaysWithItsValue() {
        Model model = normalised(true);
        ChannelGraph graph = ChannelGraph.of(model);
        try (Network network = Traced.network(model)) {
            network.weightOf("net.conv")
                    .makeSparse(LongStream.range(0, 108).filter(p -> p % 3 != 0).toArray());
            network.weightOf("net.out").makeLatent(new long[] {0, 2, 3, 5});
            for (WeightStore parameter : network.parameters()) {
                parameter.slots(2);
                for (int k = 0; k < parameter.count(); k++) {
                    float value = NativeMemory.getFloat(parameter.values() + 4L * k);
                    NativeMemory.setFloat(parameter.slot(0) + 4L * k, value + 1);
                    NativeMemory.setFloat(parameter.slot(1) + 4L * k, 2 * value);
                }
            }
            try (Network smaller = new ChannelCut(graph, Traced.groups(0, 2)).network(network)) {
                for (WeightStore parameter : smaller.parameters()) {
                    assertThat(parameter.slots()).isEqualTo(2);
                    for (int k = 0; k < parameter.count(); k++) {
                        float value = NativeMemory.getFloat(parameter.values() + 4L * k);
                        assertThat(NativeMemory.getFloat(parameter.slot(0) + 4L * k))
                                .isEqualTo(value + 1);
                        assertThat(NativeMemory.getFloat(parameter.slot(1) + 4L * k))
                                .isEqualTo(2 * value);
                    }
                }
            }
        }
    }

    @Test
    void aCutThatLeavesNothingOrKnowsNoSuchGroupIsRefused() {
        ChannelGraph graph = ChannelGraph.of(normalised(false));
        assertThatThrownBy(() -> new ChannelCut(graph, Traced.groups(0, 1, 2, 3)))
                .hasMessageContaining("nothing would be left of");
        assertThatThrownBy(() -> new ChannelCut(graph, Traced.groups(4)))
                .hasMessageContaining("there is no group 4 of channels among the 4");
    }

    /** That exactly these groups are idle, and that the network gives the same without them. */
    private static BitSet requireSame(ChannelGraph graph, Network network, int... groups) {
        IdleChannels idle = new IdleChannels(graph, network, 0, layer -> true);
        assertThat(idle.groups()).isEqualTo(Traced.groups(groups));
        float[] wanted = Traced.outputs(graph.model(), network);
        idle.fold(idle.groups());
        ChannelCut cut = new ChannelCut(graph, idle.groups());
        try (Network smaller = cut.network(network)) {
            assertThat(Traced.parameters(smaller)).isLessThan(Traced.parameters(network));
            float[] given = Traced.outputs(cut.model(), smaller);
            assertThat(given).hasSameSizeAs(wanted);
            for (int i = 0; i < wanted.length; i++) {
                assertThat(given[i]).isCloseTo(wanted[i], within(TOLERANCE));
            }
        }
        return idle.groups();
    }
}
