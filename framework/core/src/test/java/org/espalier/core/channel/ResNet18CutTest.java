package org.espalier.core.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Model;
import org.espalier.core.model.StatisticSpec;
import org.espalier.core.model.VectorSpec;
import org.espalier.core.model.WeightSpec;
import org.junit.jupiter.api.Test;

/** ResNet-18 for pictures of 224 x 224, as the card of DepGraph counts it. No weight is ever allocated. */
final class ResNet18CutTest {
    private static final Model MODEL = Traced.model(List.of(224, 224, 3), (g, in) -> {
        Node node = g.maxPool(normed(g, "conv1", in, 64, 7, 2, true), Window.square(3, 2, 1, 1));
        for (int stage = 1; stage <= 4; stage++) {
            for (int block = 0; block < 2; block++) {
                node = block(g, "layer" + stage + "." + block, node, 32 << stage, stage > 1 && block == 0 ? 2 : 1);
            }
        }
        return Traced.linear(g, "fc", g.flatten(g.averagePool(node, Window.square(7, 1, 0, 1))), 1000);
    });

    private static Node block(GraphBuilder g, String name, Node in, int width, int stride) {
        Node first = normed(g, name + ".conv1", in, width, 3, stride, true);
        Node second = normed(g, name + ".conv2", first, width, 3, 1, false);
        boolean same = stride == 1 && in.features() == width;
        Node around = same ? in : normed(g, name + ".downsample", in, width, 1, stride, false);
        return g.activation(g.add(second, around), Activation.RELU);
    }

    private static Node normed(GraphBuilder g, String name, Node in, int rows, int size, int stride, boolean relu) {
        Window window = Window.square(size, stride, size / 2, 1);
        Node conv = g.convolution(
                in,
                g.kernel(name + ".weight", rows, in.features(), window, Initialisation.HE_NORMAL),
                Optional.empty(),
                window,
                1);
        Node norm = Traced.norm(g, name + ".bn", conv);
        return relu ? g.activation(norm, Activation.RELU) : norm;
    }

    private static long parameters(Model model) {
        return model.parameters().stream()
                .mapToLong(spec -> switch (spec) {
                    case WeightSpec w -> w.shape().positions();
                    case VectorSpec v -> v.size();
                    case StatisticSpec _ -> 0;
                })
                .sum();
    }

    private static double multiplications(Model model) {
        return model.weights().stream()
                .mapToDouble(w -> (double) w.shape().positions() * w.uses())
                .sum();
    }

    /** Of every weight the groups of the last rows. */
    private static Model without(ChannelGraph graph, double share) {
        BitSet removed = new BitSet();
        for (WeightSpec weight : graph.model().weights()) {
            int rows = weight.shape().rows();
            for (int row = (int) Math.round(rows * (1 - share)); row < rows; row++) {
                int group = graph.rowGroup(weight.name(), row);
                if (group != ChannelGraph.FIXED) {
                    removed.set(group);
                }
            }
        }
        return new ChannelCut(graph, removed).model();
    }

    @Test
    void halfOfAllChannelsAreThreeQuartersOfTheParametersAndMultiplications() {
        Model half = without(ChannelGraph.of(MODEL), 0.5);
        assertThat(parameters(MODEL)).isEqualTo(11_689_512);
        assertThat(parameters(half) / 1e6).isCloseTo(3.06, within(0.01));
        assertThat(multiplications(MODEL) / 1e9).isCloseTo(1.822, within(0.01));
        assertThat(multiplications(half) / 1e9).isCloseTo(0.487, within(0.01));
    }

    @Test
    void aThirdLessChannelsOnBothSidesLeaveHalfOfAWeight() {
        Model smaller = without(ChannelGraph.of(MODEL), 0.3);
        WeightSpec inner = MODEL.weights().get(1);
        long left = smaller.weights().get(1).shape().positions();
        assertThat(1 - (double) left / inner.shape().positions()).isCloseTo(0.51, within(0.01));
    }

    @Test
    void aChannelOfTheFirstConvolutionReachesAllThatItsSumsReach() {
        ChannelGraph graph = ChannelGraph.of(MODEL);
        int group = graph.rowGroup("net.conv1.weight", 0);
        Set<String> made = new TreeSet<>();
        Set<String> read = new TreeSet<>();
        for (WeightSpec weight : MODEL.weights()) {
            if (graph.rowGroup(weight.name(), 0) == group) {
                made.add(weight.name());
            }
            if (graph.channelGroup(weight.name(), 0) == group) {
                read.add(weight.name());
            }
        }
        assertThat(made).containsExactly("net.conv1.weight", "net.layer1.0.conv2.weight", "net.layer1.1.conv2.weight");
        assertThat(read)
                .containsExactly(
                        "net.layer1.0.conv1.weight",
                        "net.layer1.1.conv1.weight",
                        "net.layer2.0.conv1.weight",
                        "net.layer2.0.downsample.weight");
    }
}
