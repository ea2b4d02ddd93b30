package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.model.TrainedWeight;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SynapticFlowTest {
    /** Of a few sums of doubles. */
    private static final Offset<Double> ROUNDING = within(1e-12);

    private final List<Network> networks = new ArrayList<>();

    @AfterEach
    void close() {
        networks.forEach(Network::close);
    }

    private Network network(Model model) {
        Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
        networks.add(network);
        return network;
    }

    private static Model model(List<Integer> input, Layer layer) {
        ModelTrace trace = new ModelTrace(input);
        trace.layer("net", layer);
        return trace.model();
    }

    private static Node linear(GraphBuilder graph, String name, Node in, int rows) {
        return graph.linear(
                in,
                graph.weight(name, rows, in.features(), Initialisation.HE_NORMAL),
                Optional.of(graph.vector(name + ".bias", rows, 0.5)));
    }

    private static Node conv(GraphBuilder graph, String name, Node in, int rows, int groups, int stride) {
        Window window = Window.square(3, stride, 1, 1);
        return graph.convolution(
                in,
                graph.kernel(name, rows, in.features() / groups, window, Initialisation.HE_NORMAL),
                Optional.empty(),
                window,
                groups);
    }

    /** Two inputs, two hidden units, one output. */
    private static Model twoLayers() {
        return model(List.of(2), (g, in) -> linear(g, "b", g.activation(linear(g, "a", in, 2), Activation.RELU), 1));
    }

    private Network byHand(Model model) {
        Network network = network(model);
        network.weight("net.a").store().set(new float[] {1, -2, 0, 3});
        network.weight("net.b").store().set(new float[] {2, -1});
        return network;
    }

    /** W1 = [[1, -2], [0, 3]] and W2 = [2, -1]: R = 2 (1 + 2) + 1 (0 + 3) = 9. */
    @Test
    void everyLayerCarriesAllOfTheFlow() {
        Model model = twoLayers();
        SynapticFlow flow = SynapticFlow.of(model, byHand(model));
        assertThat(flow.total()).isEqualTo(9);
        assertThat(flow.shares("net.a")).containsExactly(new double[] {2 / 9.0, 4 / 9.0, 0, 3 / 9.0}, ROUNDING);
        assertThat(flow.shares("net.b")).containsExactly(new double[] {6 / 9.0, 3 / 9.0}, ROUNDING);
    }

    @Test
    void asMuchComesToAUnitAsLeavesIt() {
        Model model = model(
                List.of(7),
                (g, in) -> linear(g, "c", linear(g, "b", g.activation(linear(g, "a", in, 6), Activation.RELU), 5), 3));
        SynapticFlow flow = SynapticFlow.of(model, network(model));
        requireConserved(flow.shares("net.a"), flow.shares("net.b"), 6);
        requireConserved(flow.shares("net.b"), flow.shares("net.c"), 5);
        for (String weight : List.of("net.a", "net.b", "net.c")) {
            assertThat(Arrays.stream(flow.shares(weight)).sum()).isCloseTo(1, ROUNDING);
        }
    }

    /** A row of what comes in is a unit, and so is a column of what goes out. */
    private static void requireConserved(double[] in, double[] out, int units) {
        for (int unit = 0; unit < units; unit++) {
            double comes = 0;
            double leaves = 0;
            for (int k = 0; k < in.length / units; k++) {
                comes += in[unit * (in.length / units) + k];
            }
            for (int k = unit; k < out.length; k += units) {
                leaves += out[k];
            }
            assertThat(comes).isCloseTo(leaves, ROUNDING);
        }
    }

    @Test
    void noBitOfAnyParameterChanges() {
        Model model = twoLayers();
        Network network = byHand(model);
        network.weight("net.a").store().set(new float[] {-0f, -2, 0, 3});
        List<float[]> before = values(network);
        SynapticFlow.of(model, network);
        assertThat(values(network)).usingRecursiveComparison().isEqualTo(before);
        assertThat(Float.floatToRawIntBits(values(network).getFirst()[0])).isEqualTo(0x80000000);
    }

    private static List<float[]> values(Network network) {
        return network.stored().stream()
                .map(store -> NativeMemory.floats(store.values(), store.count()))
                .toList();
    }

    @Test
    void aFactorMovedFromALayerToTheNextChangesNoShare() {
        Model model = twoLayers();
        Network network = byHand(model);
        SynapticFlow before = SynapticFlow.of(model, network);
        network.weight("net.a").store().set(new float[] {4, -8, 0, 12});
        network.weight("net.b").store().set(new float[] {0.5f, -0.25f});
        SynapticFlow after = SynapticFlow.of(model, network);
        assertThat(after.shares("net.a")).containsExactly(before.shares("net.a"), ROUNDING);
        assertThat(after.shares("net.b")).containsExactly(before.shares("net.b"), ROUNDING);
    }

    /** Nor the product of value and gradient, which is SNIP's score, as long as nothing is added between the layers. */
    @Test
    void aFactorMovedFromALayerToTheNextChangesNoSaliency() {
        Model model = twoLayers();
        Network network = byHand(model);
        network.vectors().forEach(bias -> bias.set(new float[bias.count()]));
        float[] before = saliencies(model, network);
        network.weight("net.a").store().set(new float[] {4, -8, 0, 12});
        network.weight("net.b").store().set(new float[] {0.5f, -0.25f});
        assertThat(saliencies(model, network)).containsExactly(before);
        assertThat(before[0]).isNotZero();
    }

    private static float[] saliencies(Model model, Network network) {
        try (WorkerPool pool = new WorkerPool(1);
                Program program = new Program(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.squaredError(output), model),
                        new ScalarKernels(),
                        pool,
                        1,
                        Optional.of(RandomStream.ofSeed(1)))) {
            program.bind();
            long in = program.input().address();
            NativeMemory.setFloat(in, 3);
            NativeMemory.setFloat(in + 4L * program.input().lanes(), 1);
            NativeMemory.setFloat(program.targets(), -2);
            program.forward(1, 0);
            program.backward();
            float[] saliencies = new float[6];
            int i = 0;
            for (TrainedWeight weight : network.weights()) {
                WeightStore store = weight.store();
                for (int k = 0; k < store.count(); k++) {
                    float value = NativeMemory.getFloat(store.values() + 4L * k);
                    saliencies[i++] = Math.abs(value * NativeMemory.getFloat(store.gradient() + 4L * k));
                }
            }
            return saliencies;
        }
    }

    /** R is linear in the value of each link, so that a link a little larger adds just as much of its share. */
    @Test
    void theShareOfALinkIsWhatALittleMoreOfItAdds() {
        Model model = model(List.of(5, 5, 2), (g, in) -> {
            Node first = conv(g, "first", in, 4, 1, 1);
            Node norm = g.batchNorm(first, g.vector("scale", 4, -1.5), g.vector("shift", 4, 0.3), 0.1, 1e-5);
            Node relu = g.dropout(g.activation(norm, Activation.RELU), 0.5);
            Node depthwise = conv(g, "depthwise", relu, 4, 4, 1);
            Node grouped = conv(g, "grouped", relu, 4, 2, 1);
            Node sum = g.add(g.add(depthwise, grouped), relu);
            Node joined = g.concat(List.of(g.slice(sum, 1, 3), grouped));
            Node pooled = g.averagePool(g.maxPool(joined, Window.square(2, 1, 0, 1)), Window.square(3, 2, 1, 1));
            Node strided = conv(g, "strided", pooled, 3, 1, 2);
            return linear(g, "out", g.flatten(strided), 2);
        });
        Network network = network(model);
        SynapticFlow flow = SynapticFlow.of(model, network);
        for (TrainedWeight weight : network.weights()) {
            WeightStore store = weight.store();
            float[] values = NativeMemory.floats(store.values(), store.count());
            for (int k = 0; k < values.length; k += 3) {
                float[] more = values.clone();
                more[k] *= 1.001f;
                store.set(more);
                double added = SynapticFlow.of(model, network).total() / flow.total() - 1;
                double part = (double) more[k] / values[k] - 1;
                assertThat(flow.shares(store.shape().name())[k])
                        .as("link %d of %s", k, store.shape().name())
                        .isCloseTo(added / part, within(1e-6));
            }
            store.set(values);
        }
    }

    @Test
    void aNetworkWithoutAPathHasNoShares() {
        Model model = twoLayers();
        Network network = byHand(model);
        network.weight("net.b").store().set(new float[2]);
        SynapticFlow flow = SynapticFlow.of(model, network);
        assertThat(flow.total()).isZero();
        assertThat(flow.shares("net.a")).containsExactly(0, 0, 0, 0);
    }

    @Test
    void whatIsNotLinearInMagnitudesIsNamed() {
        Model model =
                model(List.of(2), (g, in) -> linear(g, "b", g.activation(linear(g, "a", in, 2), Activation.TANH), 1));
        Network network = network(model);
        assertThatThrownBy(() -> SynapticFlow.of(model, network))
                .isInstanceOf(EspalierException.class)
                .hasMessage("Synaptic flow ends at net activation, which is not linear in magnitudes.");
        assertThat(model.withoutFlow()).containsExactly("net activation");
    }

    @Test
    void aFlowBeyondDoublesIsSaid() {
        Model model = twoLayers();
        Network network = byHand(model);
        network.weight("net.b").store().set(new float[] {Float.POSITIVE_INFINITY, 1});
        assertThatThrownBy(() -> SynapticFlow.of(model, network)).hasMessageContaining("beyond doubles");
    }
}
