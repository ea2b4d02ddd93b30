package org.espalier.core.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Model;
import org.junit.jupiter.api.Test;

/** Which channels go together, as the card of DepGraph says. */
final class ChannelGraphTest {
    private static int[] columns(ChannelGraph graph, String weight, int channels, int group) {
        return IntStream.range(0, channels)
                .filter(c -> graph.channelGroup("net." + weight, c) == group)
                .toArray();
    }

    @Test
    void aChannelOfAPictureIsOneColumnForEachPixelOfTheFlattenedPicture() {
        ChannelGraph graph = ChannelGraph.of(Traced.model(
                List.of(2, 2, 1),
                (g, in) -> Traced.linear(g, "fc", g.flatten(Traced.conv(g, "conv", in, 3, 1, 0, true)), 2)));
        assertThat(graph.groups()).isEqualTo(3);
        assertThat(columns(graph, "fc.weight", 12, graph.rowGroup("net.conv.weight", 1)))
                .containsExactly(1, 4, 7, 10);
    }

    @Test
    void aSumTiesEverythingThatIsAddedAndEveryoneWhoReadsIt() {
        ChannelGraph graph = ChannelGraph.of(Traced.model(List.of(4, 4, 1), (g, in) -> {
            Node before = Traced.norm(g, "bn1", Traced.conv(g, "stem", in, 4, 3, 1, false));
            Node through = Traced.conv(g, "b", Traced.conv(g, "a", before, 4, 3, 1, false), 4, 3, 1, false);
            Node after = g.activation(g.add(Traced.norm(g, "bn2", through), before), Activation.RELU);
            return Traced.conv(g, "out", g.averagePool(after, Window.square(4, 1, 0, 1)), 2, 1, 0, true);
        }));
        int group = graph.rowGroup("net.b.weight", 0);
        assertThat(group).isNotEqualTo(ChannelGraph.FIXED);
        for (String parameter : List.of("stem.weight", "bn1.scale", "bn1.running_var", "bn2.shift")) {
            assertThat(graph.rowGroup("net." + parameter, 0)).as(parameter).isEqualTo(group);
        }
        assertThat(columns(graph, "a.weight", 4, group)).containsExactly(0);
        assertThat(columns(graph, "out.weight", 4, group)).containsExactly(0);
        assertThat(graph.rowGroup("net.a.weight", 0)).isNotEqualTo(group);
        assertThat(graph.groups()).isEqualTo(8);
    }

    @Test
    void joinedValuesStandBehindEachOther() {
        ChannelGraph graph = ChannelGraph.of(Traced.model(List.of(6), (g, in) -> {
            Node joined = g.concat(List.of(Traced.linear(g, "a", in, 3), Traced.linear(g, "b", in, 2)));
            return Traced.linear(g, "out", joined, 1);
        }));
        assertThat(columns(graph, "out.weight", 5, graph.rowGroup("net.b.weight", 1)))
                .containsExactly(4);
    }

    @Test
    void aDepthwiseChannelGoesWithTheRowsThatReadIt() {
        ChannelGraph graph = ChannelGraph.of(Traced.model(List.of(4, 4, 2), (g, in) -> {
            Node deep = Traced.conv(g, "depth", Traced.conv(g, "a", in, 3, 1, 0, false), 6, 3, 1, 3, false);
            return Traced.conv(g, "out", deep, 2, 1, 0, true);
        }));
        int group = graph.rowGroup("net.a.weight", 1);
        assertThat(graph.groups()).isEqualTo(3);
        assertThat(graph.rowGroup("net.depth.weight", 2)).isEqualTo(group);
        assertThat(graph.rowGroup("net.depth.weight", 3)).isEqualTo(group);
        assertThat(columns(graph, "out.weight", 6, group)).containsExactly(2, 3);
    }

    @Test
    void groupsOfAConvolutionStayEquallyLarge() {
        ChannelGraph graph = ChannelGraph.of(Traced.model(List.of(4, 4, 2), (g, in) -> {
            Node grouped = Traced.conv(g, "g", Traced.conv(g, "a", in, 6, 1, 0, true), 4, 3, 1, 2, true);
            return Traced.conv(g, "out", grouped, 2, 1, 0, true);
        }));
        assertThat(graph.rowGroup("net.a.weight", 1)).isEqualTo(graph.rowGroup("net.a.weight", 4));
        assertThat(graph.rowGroup("net.g.weight", 0)).isEqualTo(graph.rowGroup("net.g.weight", 2));
        assertThat(graph.groups()).isEqualTo(3 + 2);
    }

    @Test
    void headsGoAsAWholeAndWithTheKeysTheyShare() {
        ChannelGraph graph = ChannelGraph.of(Traced.model(List.of(3, 5), (g, in) -> {
            Node q = g.rotary(Traced.linear(g, "q", in, 8), 4, 100);
            Node k = g.rotary(Traced.linear(g, "k", in, 4), 2, 100);
            Node attended = g.attention(q, k, Traced.linear(g, "v", in, 4), 4, 2, false);
            return Traced.linear(g, "out", attended, 3);
        }));
        assertThat(graph.groups()).isEqualTo(2);
        int second = graph.rowGroup("net.k.weight", 2);
        assertThat(graph.rowGroup("net.v.weight", 3)).isEqualTo(second);
        assertThat(graph.rowGroup("net.q.weight", 3)).isNotEqualTo(second);
        assertThat(columns(graph, "out.weight", 8, second)).containsExactly(4, 5, 6, 7);
        assertThat(graph.rowsOfHead("net.q.weight")).isEqualTo(4);
        assertThat(graph.rowsOfHead("net.k.weight")).isEqualTo(2);
        assertThat(graph.rowsOfHead("net.out.weight")).isEqualTo(1);
    }

    @Test
    void whatIsNormalisedOverItsFeaturesAndWhatTheModelTakesAndGivesIsNeverRemoved() {
        Model model = Traced.model(List.of(4), (g, in) -> {
            Node inner = Traced.linear(g, "a", in, 3);
            return Traced.linear(g, "out", g.rmsNorm(inner, g.vector("scale", 3, 1), 1e-5), 2);
        });
        ChannelGraph graph = ChannelGraph.of(model);
        assertThat(graph.groups()).isZero();
        assertThat(graph.rowGroup("net.a.weight", 0)).isEqualTo(ChannelGraph.FIXED);
    }
}
