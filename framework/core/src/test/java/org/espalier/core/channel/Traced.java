package org.espalier.core.channel;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Vector;
import org.espalier.api.graph.Window;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.storage.DenseWeight;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;

/** Small models made of operations, what they give, and how channels of them are set to zero. */
final class Traced {
    private static final int EXAMPLES = 5;

    private Traced() {}

    static Model model(List<Integer> input, Layer layer) {
        ModelTrace trace = new ModelTrace(input);
        trace.layer("net", layer);
        return trace.model();
    }

    static Network network(Model model) {
        Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(4));
        for (DenseWeight vector : network.vectors()) {
            RandomStream random = RandomStream.ofSeed(6).fork(vector.shape().name());
            for (int k = 0; k < vector.count(); k++) {
                long address = vector.values() + 4L * k;
                NativeMemory.setFloat(address, NativeMemory.getFloat(address) + (float) (0.3 * random.gaussian(k)));
            }
        }
        return network;
    }

    static Node conv(GraphBuilder graph, String name, Node in, int rows, int size, int padding, boolean bias) {
        return conv(graph, name, in, rows, size, padding, 1, bias);
    }

    static Node conv(
            GraphBuilder graph, String name, Node in, int rows, int size, int padding, int groups, boolean bias) {
        Window window = Window.square(size, 1, padding, 1);
        return graph.convolution(
                in,
                graph.kernel(name + ".weight", rows, in.features() / groups, window, Initialisation.HE_NORMAL),
                bias ? Optional.of(graph.vector(name + ".bias", rows, 0)) : Optional.empty(),
                window,
                groups);
    }

    static Node linear(GraphBuilder graph, String name, Node in, int rows) {
        return graph.linear(
                in,
                graph.weight(name + ".weight", rows, in.features(), Initialisation.HE_NORMAL),
                Optional.of(graph.vector(name + ".bias", rows, 0)));
    }

    static Node norm(GraphBuilder graph, String name, Node in) {
        Vector scale = graph.vector(name + ".scale", in.features(), 1);
        return graph.batchNorm(in, scale, graph.vector(name + ".shift", in.features(), 0), 0.1, 1e-5);
    }

    /** What a network gives for a few examples. */
    static float[] outputs(Model model, Network network) {
        try (WorkerPool pool = new WorkerPool(2);
                Program program = new Program(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.squaredError(graph.flatten(output)), model),
                        new ScalarKernels(),
                        pool,
                        EXAMPLES,
                        Optional.empty())) {
            Plane in = program.input();
            RandomStream random = RandomStream.ofSeed(8);
            for (int position = 0; position < in.grid().positions(); position++) {
                for (int i = 0; i < in.features() * EXAMPLES; i++) {
                    long tile = in.position(0, position);
                    float x = (float) random.gaussian((long) position * 1000 + i);
                    NativeMemory.setFloat(tile + 4L * (i / EXAMPLES * in.lanes() + i % EXAMPLES), x);
                }
            }
            program.forward(EXAMPLES, 0);
            Plane out = program.output();
            float[] outputs = new float[out.features() * EXAMPLES];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = NativeMemory.getFloat(out.address() + 4L * (i / EXAMPLES * out.lanes() + i % EXAMPLES));
            }
            return outputs;
        }
    }

    static long parameters(Network network) {
        return network.parameters().stream().mapToLong(WeightStore::count).sum();
    }

    static BitSet groups(int... numbers) {
        BitSet set = new BitSet();
        Arrays.stream(numbers).forEach(set::set);
        return set;
    }

    /** Gives a row of a weight, or a number of a vector, one value. */
    static void setRow(Network network, String parameter, int row, float value) {
        for (WeightStore store : network.stored()) {
            if (store.shape().name().equals(parameter)) {
                float[] values = NativeMemory.floats(store.values(), store.count());
                boolean vector = store.shape().rows() == 1 && store.shape().columns() > 1;
                int first = vector ? row : store.rowStart(row);
                int end = vector ? row + 1 : store.rowStart(row + 1);
                Arrays.fill(values, first, end, value);
                store.set(values);
            }
        }
    }

    static float[] values(Network network, String parameter) {
        return network.stored().stream()
                .filter(store -> store.shape().name().equals(parameter))
                .map(store -> NativeMemory.floats(store.values(), store.count()))
                .findFirst()
                .orElseThrow();
    }
}
