package org.espalier.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.espalier.api.RandomStream;
import org.espalier.api.backend.Kernels;
import org.espalier.api.border.ModelView;
import org.espalier.api.border.NetworkView;
import org.espalier.api.border.TensorView;
import org.espalier.api.graph.Layer;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.NetworkSteps;
import org.espalier.core.graph.Objective;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.storage.WeightStore;
import org.espalier.core.trace.ModelTrace;

/**
 * A network with drawn parameters, and what the engine gives for examples: for comparing with what an exported file gives
 * elsewhere.
 *
 * @param model what is computed
 * @param network the parameters
 */
public record TracedNetwork(Model model, Network network) implements AutoCloseable {
    /** How far parameters that start at one value are moved from it: what is zero or one would hide mistakes. */
    private static final double DEVIATION = 0.3;

    /**
     * Some layers.
     *
     * @param shape of one example: {@code [features]}, {@code [steps, features]} or {@code [height, width, channels]}
     * @param density share of the links of every weight that it has; 1 stores weights densely
     */
    public static TracedNetwork of(List<Integer> shape, double density, Layer... layers) {
        ModelTrace trace = new ModelTrace(shape);
        for (int i = 0; i < layers.length; i++) {
            trace.layer("layer" + i, layers[i]);
        }
        Model model = trace.model();
        Map<String, long[]> starts = new LinkedHashMap<>();
        if (density < 1) {
            model.weights().forEach(weight -> starts.put(weight.layer(), links(weight, density)));
        }
        return of(model, new Network(model.parameters(), starts, RandomStream.ofSeed(3)));
    }

    /** A network whose vectors, statistics and zeros are moved a little. */
    public static TracedNetwork of(Model model, Network network) {
        for (WeightStore parameter : network.stored()) {
            float[] values = NativeMemory.floats(parameter.values(), parameter.count());
            if (alike(values)) {
                RandomStream random =
                        RandomStream.ofSeed(6).fork(parameter.shape().name());
                for (int k = 0; k < values.length; k++) {
                    values[k] += (float) (DEVIATION * random.uniform(k));
                }
                parameter.set(values);
            }
        }
        return new TracedNetwork(model, network);
    }

    private static boolean alike(float[] values) {
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    private static long[] links(WeightSpec weight, double density) {
        RandomStream random = RandomStream.ofSeed(5).fork(weight.layer());
        return LongStream.range(0, weight.shape().positions())
                .filter(p -> p == 0 || random.uniform(p) < density)
                .toArray();
    }

    /** The network as an exporter sees it. */
    public ModelView view() {
        List<TensorView> parameters = network.views();
        NetworkView steps = NetworkSteps.of(model);
        return new ModelView() {
            @Override
            public List<TensorView> parameters() {
                return parameters;
            }

            @Override
            public NetworkView network() {
                return steps;
            }

            @Override
            public Map<String, String> provenance() {
                return Map.of("recipe", "drawn");
            }
        };
    }

    /**
     * Examples to compute with.
     *
     * @param vocabulary token numbers are drawn below it; 0 for normal numbers
     * @return {@code [example][position][feature]}, in one row for each example
     */
    public float[][] examples(int count, int vocabulary) {
        int numbers = model.input().features() * model.input().positions().positions();
        float[][] examples = new float[count][numbers];
        for (int e = 0; e < count; e++) {
            RandomStream random = RandomStream.ofSeed(4).fork(e);
            for (int f = 0; f < numbers; f++) {
                examples[e][f] = vocabulary > 0 ? random.below(vocabulary, f) : (float) random.gaussian(f);
            }
        }
        return examples;
    }

    /**
     * What the engine gives.
     *
     * @param examples {@code [example][position][feature]}, in one row for each example
     * @return the outputs in the same order
     */
    public float[][] outputs(float[][] examples) {
        return outputs(examples, new ScalarKernels());
    }

    /** What the engine gives with other kernels than the scalar ones. */
    public float[][] outputs(float[][] examples, Kernels kernels) {
        try (WorkerPool pool = new WorkerPool(2);
                Program program = new Program(
                        network, model, Objective.none(), kernels, pool, examples.length, Optional.empty())) {
            Plane in = program.input();
            for (int e = 0; e < examples.length; e++) {
                for (int i = 0; i < examples[e].length; i++) {
                    NativeMemory.setFloat(place(in, e, i), examples[e][i]);
                }
            }
            program.forward(examples.length, 0);
            Plane out = program.output();
            float[][] outputs =
                    new float[examples.length][out.features() * out.grid().positions()];
            for (int e = 0; e < examples.length; e++) {
                for (int i = 0; i < outputs[e].length; i++) {
                    outputs[e][i] = NativeMemory.getFloat(place(out, e, i));
                }
            }
            return outputs;
        }
    }

    private static long place(Plane plane, int example, int number) {
        long tile = plane.position(example / plane.lanes(), number / plane.features());
        return tile + 4L * ((long) number % plane.features() * plane.lanes() + example % plane.lanes());
    }

    @Override
    public void close() {
        network.close();
    }
}
