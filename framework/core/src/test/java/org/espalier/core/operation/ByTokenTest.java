package org.espalier.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.TensorView;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Node;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Plane;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.trace.DataFacts;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

/** Sequences of four tokens below three, whose expert is that of a table. */
final class ByTokenTest {
    private static final int STEPS = 4;
    private static final int TOKENS = 3;
    private static final int WIDTH = 5;
    private static final float[][] EXAMPLES = {{0, 1, 2, 0}, {2, 2, 1, 0}, {1, 0, 0, 2}};

    /** What the experts, or the layer that stands for one of them, make of what comes in. */
    private static Node layer(GraphBuilder graph, Node in) {
        Node up = graph.linear(
                in, graph.weight("up", 8, WIDTH, Initialisation.HE_NORMAL), Optional.of(graph.vector("bias", 8, 0.1)));
        return graph.linear(
                graph.activation(up, Activation.GELU),
                graph.weight("down", WIDTH, 8, Initialisation.HE_NORMAL),
                Optional.empty());
    }

    private static ModelTrace embedded(DataFacts data) {
        ModelTrace trace = new ModelTrace(List.of(STEPS), data);
        trace.layer(
                "embedding",
                (graph, in) -> graph.embedding(in, graph.weight("weight", TOKENS, WIDTH, Initialisation.HE_NORMAL)));
        return trace;
    }

    private static Model mixture(int... table) {
        ModelTrace trace = embedded(DataFacts.NONE);
        trace.layer(
                "moe",
                (graph, in) -> graph.experts(in, graph.byToken(in, "gate.table", 2, table), 1, ByTokenTest::layer));
        return trace.model();
    }

    private static Program program(Model model, Network network, WorkerPool pool, boolean trains) {
        return new Program(
                network,
                model,
                LossTrace.of((graph, output) -> graph.crossEntropy(output, 0), model),
                new ScalarKernels(),
                pool,
                EXAMPLES.length,
                trains ? Optional.of(RandomStream.ofSeed(2)) : Optional.empty());
    }

    private static float[] outputs(Model model, Network network, float[][] examples) {
        try (WorkerPool pool = new WorkerPool(2);
                Program program = program(model, network, pool, false)) {
            load(program, examples);
            program.forward(EXAMPLES.length, 0);
            return read(program.output());
        }
    }

    private static void load(Program program, float[][] examples) {
        Plane in = program.input();
        for (int e = 0; e < examples.length; e++) {
            for (int step = 0; step < STEPS; step++) {
                NativeMemory.setFloat(in.tile(0, 0, 0) + 4L * (step * in.lanes() + e), examples[e][step]);
            }
        }
    }

    private static float[] read(Plane out) {
        float[] values = new float[EXAMPLES.length * STEPS * out.features()];
        int next = 0;
        for (int e = 0; e < EXAMPLES.length; e++) {
            for (int step = 0; step < STEPS; step++) {
                for (int f = 0; f < out.features(); f++) {
                    values[next++] = NativeMemory.getFloat(out.numbered(step) + 4L * (f * out.lanes() + e));
                }
            }
        }
        return values;
    }

    private static Network network(Model model) {
        return new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
    }

    /** The layer alone has the parameters of the first expert. */
    @Test
    void whereAllTokensHaveOneExpertTheMixtureIsThatLayerBitForBit() {
        Model mixture = mixture(0, 0, 0);
        ModelTrace trace = embedded(DataFacts.NONE);
        trace.layer("moe", ByTokenTest::layer);
        Model dense = trace.model();
        try (Network experts = network(mixture)) {
            Map<String, TensorView> stored = new HashMap<>();
            experts.views().forEach(view -> stored.put(view.name().replace("moe.0.", "moe."), view));
            try (Network alone = Network.restored(dense.parameters(), stored, "the mixture")) {
                assertThat(outputs(mixture, experts, EXAMPLES)).containsExactly(outputs(dense, alone, EXAMPLES));
            }
        }
    }

    @Test
    void aTokenHasItsExpertAtEveryPositionOfEveryExample() {
        Model model = mixture(0, 1, 1);
        try (Network network = network(model)) {
            float[] out = outputs(model, network, EXAMPLES);
            Map<Float, float[]> seen = new HashMap<>();
            for (int i = 0; i < EXAMPLES.length * STEPS; i++) {
                float[] now = Arrays.copyOfRange(out, i * WIDTH, (i + 1) * WIDTH);
                float[] before = seen.putIfAbsent(EXAMPLES[i / STEPS][i % STEPS], now);
                assertThat(before == null ? now : before).containsExactly(now);
            }
            assertThat(seen).hasSize(TOKENS);
        }
    }

    @Test
    void noBatchChangesTheTable() {
        Model model = mixture(1, 0, 1);
        try (Network network = network(model);
                WorkerPool pool = new WorkerPool(1);
                Program program = program(model, network, pool, true)) {
            load(program, EXAMPLES);
            program.forward(EXAMPLES.length, 0);
            program.backward();
            var table = network.statistic("moe.gate.table").store();
            assertThat(NativeMemory.floats(table.values(), TOKENS)).containsExactly(1, 0, 1);
            assertThat(NativeMemory.floats(table.gradient(), TOKENS)).containsExactly(1, 0, 1);
        }
    }

    /** A model is traced again with other data, and would have another table. */
    @Test
    void aStoredNetworkKeepsItsTable() {
        Model model = mixture(1, 0, 1);
        Model other = mixture(0, 0, 0);
        try (Network network = network(model)) {
            Map<String, TensorView> stored = new HashMap<>();
            network.views().forEach(view -> stored.put(view.name(), view));
            try (Network again = Network.restored(other.parameters(), stored, "the file")) {
                assertThat(outputs(other, again, EXAMPLES)).containsExactly(outputs(model, network, EXAMPLES));
            }
        }
    }

    @Test
    void theGateHasNothingToTrain() {
        assertThat(mixture(0, 1, 1).weights()).noneMatch(weight -> weight.name().contains("gate"));
        try (Network network = network(mixture(0, 1, 1))) {
            assertThat(network.parameters()).noneMatch(p -> p.shape().name().contains("gate"));
        }
    }

    /** The embedding has rows for one token more than the table. */
    @Test
    void aTokenWithoutAnExpertIsToldByItsNumber() {
        Model model = mixture(0, 1);
        try (Network network = network(model)) {
            assertThatThrownBy(() -> outputs(model, network, EXAMPLES))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining("has a table for the tokens 0 to 1, and 2.0 comes in");
        }
    }

    @Test
    void theCountsAreThoseOfTheData() {
        ModelTrace trace = embedded(new DataFacts(Optional.empty(), size -> new long[] {7, 0, size}));
        trace.layer("moe", (graph, in) -> {
            assertThat(graph.tokenCounts(3)).containsExactly(7, 0, 3);
            return in;
        });
    }
}
