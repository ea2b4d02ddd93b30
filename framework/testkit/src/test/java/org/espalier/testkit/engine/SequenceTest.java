package org.espalier.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.GraphBuilder;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.api.graph.Node;
import org.espalier.api.graph.Recurrence;
import org.espalier.api.graph.Weight;
import org.espalier.core.graph.DenseGradient;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.program.Program;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.espalier.testkit.GraphCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations of sequences, loss and every gradient, against their reading in plain double. */
final class SequenceTest {
    private static final int VOCABULARY = 11;

    @ParameterizedTest
    @CsvSource({
        // steps, heads, key heads, size of a head, causal, capacity, live, density
        "1, 1, 1, 1, true, 16, 16, 1",
        "2, 1, 1, 3, true, 16, 5, 1",
        "5, 2, 2, 3, true, 20, 20, 1",
        "6, 4, 2, 2, false, 33, 18, 0.5",
        "7, 3, 1, 5, true, 80, 70, 0.5",
        "9, 2, 1, 4, false, 16, 3, 1",
    })
    void attentionIsThatOfTheDoubleReading(
            int steps, int heads, int keyHeads, int size, boolean causal, int capacity, int live, double density) {
        GraphCheck.of(List.of(steps, 3), attention(heads, keyHeads, size, causal, 0), linear("out", 4))
                .labelled()
                .batch(capacity, live)
                .density(density)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"7, 2, 1, 4, 100", "5, 3, 3, 6, 10000"})
    void positionsThatTurnAreThoseOfTheDoubleReading(int steps, int heads, int keyHeads, int size, double base) {
        GraphCheck.of(List.of(steps, 3), attention(heads, keyHeads, size, true, base), linear("out", 4))
                .labelled()
                .batch(20, 18)
                .check();
    }

    @ParameterizedTest
    @CsvSource({"1, 20, 20", "0.5, 70, 65", "0.3, 16, 2"})
    void tokensAndPositionsHaveRowsOfTheirOwn(double density, int capacity, int live) {
        GraphCheck.of(List.of(6), embedding(5), positions(), linear("out", 4))
                .tokens(VOCABULARY)
                .labelled()
                .batch(capacity, live)
                .density(density)
                .check();
    }

    @Test
    void tokensMayComeAsASequence() {
        GraphCheck.of(List.of(6, 1), embedding(5), linear("out", 4))
                .tokens(VOCABULARY)
                .labelled()
                .check();
    }

    @ParameterizedTest
    @CsvSource({"1, 20, 20", "0.5, 70, 65", "0.3, 16, 2"})
    void aTableMayBeTheWeightOfAProductAsWell(double density, int capacity, int live) {
        GraphCheck.of(List.of(6), tied(5))
                .tokens(VOCABULARY)
                .labelled()
                .batch(capacity, live)
                .density(density)
                .check();
        // One token an example: the product then goes over whole planes.
        GraphCheck.of(List.of(1), (graph, tokens) -> graph.flatten(tied(5).build(graph, tokens)))
                .tokens(VOCABULARY)
                .batch(capacity, live)
                .density(density)
                .check();
        GraphCheck.of(List.of(1), SequenceTest::tiedAtOnePosition)
                .tokens(VOCABULARY)
                .batch(capacity, live)
                .density(density)
                .check();
    }

    private static Layer tied(int width) {
        return (graph, tokens) -> {
            Weight table = graph.weight("table", VOCABULARY, width, Initialisation.LECUN_NORMAL);
            Node hidden = graph.activation(
                    linear("mix", width).build(graph, graph.embedding(tokens, table)), Activation.TANH);
            return graph.linear(hidden, table, Optional.of(graph.vector("bias", VOCABULARY, 0)));
        };
    }

    private static Node tiedAtOnePosition(GraphBuilder graph, Node tokens) {
        Weight table = graph.weight("table", VOCABULARY, 7, Initialisation.LECUN_NORMAL);
        Node token = graph.flatten(graph.embedding(tokens, table));
        return graph.linear(token, table, Optional.empty());
    }

    /** What growth reads of a table that is shared: the gradient of all its positions is that of the stored ones. */
    @Test
    void growthSeesTheWholeGradientOfASharedTable() {
        ModelTrace trace = new ModelTrace(List.of(4));
        trace.layer("it", tied(5));
        Model model = trace.model();
        try (WorkerPool pool = new WorkerPool(1);
                NativeMemory memory = new NativeMemory();
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(3));
                Program program = new Program(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.crossEntropy(output, 0), model),
                        new ScalarKernels(),
                        pool,
                        16,
                        Optional.of(RandomStream.ofSeed(1)))) {
            for (int i = 0; i < 64; i++) {
                NativeMemory.setFloat(program.input().tile(0, 0, 0) + 4L * i, i * 7 % VOCABULARY);
                NativeMemory.setInt(program.labels() + 4L * i, i * 5 % VOCABULARY);
            }
            program.forward(16, 0);
            program.backward();
            DenseGradient gradients = program.gradientOf("it.table");
            int count = VOCABULARY * 5;
            long result = memory.allocateFloats(count);
            gradients.denseGradient(memory.allocate(gradients.scratchBytes()), result, 0, VOCABULARY);
            long stored = network.weight("it.table").store().gradient();
            // Sums of the same products in two orders.
            assertThat(NativeMemory.floats(result, count))
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(NativeMemory.floats(stored, count));
            gradients.denseGradient(memory.allocate(gradients.scratchBytes()), result, 3, 5);
            assertThat(NativeMemory.floats(result, 10))
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(NativeMemory.floats(stored + 4L * 15, 10));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 20, 20", "0.5, 35, 19"})
    void residualBlocksWithAttentionAndAGateLearn(double density, int capacity, int live) {
        GraphCheck.of(
                        List.of(5),
                        embedding(6),
                        positions(),
                        (graph, x) -> graph.add(x, attention(2, 1, 4, true, 50).build(graph, x)),
                        (graph, x) -> graph.add(x, gated(7).build(graph, x)),
                        linear("out", VOCABULARY))
                .tokens(VOCABULARY)
                .labelled()
                .density(density)
                .batch(capacity, live)
                .check();
    }

    @ParameterizedTest
    @CsvSource({
        "TANH, 1, 5, 20, 20, 1",
        "TANH, 6, 7, 70, 65, 0.5",
        "RELU, 5, 4, 20, 3, 1",
        "GRU, 1, 3, 16, 16, 0.5",
        "GRU, 6, 5, 20, 18, 1",
        "GRU, 4, 9, 80, 70, 0.4",
        "LSTM, 1, 3, 16, 16, 1",
        "LSTM, 6, 5, 20, 18, 1",
        "LSTM, 4, 9, 80, 70, 0.4",
    })
    void recurrencesAreThoseOfTheDoubleReading(
            Recurrence cell, int steps, int units, int capacity, int live, double density) {
        GraphCheck.of(List.of(steps, 3), recurrent(cell, units), recurrent(cell, 4), linear("out", 4))
                .labelled()
                .batch(capacity, live)
                .density(density)
                .check();
    }

    @Test
    void othersMayReadWhatComesIntoARecurrence() {
        GraphCheck.of(
                        List.of(4, 3),
                        linear("in", 12),
                        (graph, x) -> graph.add(
                                linear("other", 3).build(graph, x),
                                graph.recurrence(
                                        x,
                                        graph.weight("recurrent", 12, 3, Initialisation.LECUN_NORMAL),
                                        Optional.empty(),
                                        Recurrence.LSTM)))
                .batch(20, 17)
                .check();
    }

    private static Layer recurrent(Recurrence cell, int units) {
        int rows = cell.gates() * units;
        return (graph, x) -> graph.recurrence(
                linear("input", rows).build(graph, x),
                graph.weight("recurrent", rows, units, Initialisation.LECUN_NORMAL),
                Optional.of(graph.vector("recurrent.bias", rows, 0)),
                cell);
    }

    @Test
    void aValueMayBeMultipliedByItselfAndReadAgain() {
        GraphCheck.of(
                        List.of(4, 3),
                        linear("a", 5),
                        (graph, x) -> graph.add(
                                graph.multiply(x, x), graph.multiply(x, graph.activation(x, Activation.TANH))))
                .batch(20, 17)
                .check();
    }

    @Test
    void attentionOverAPictureTakesItsPositionsRowByRow() {
        GraphCheck.of(List.of(2, 3, 3), attention(2, 2, 2, false, 0), linear("out", 4))
                .labelled()
                .batch(20, 18)
                .check();
    }

    @Test
    void aTokenWithoutARowIsNamed() {
        for (float token : new float[] {11f, -1f, 0.5f}) {
            assertThatThrownBy(() -> feed(token))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining("has rows for the tokens 0 to 10, and " + token + " comes in");
        }
    }

    private static void feed(float token) {
        ModelTrace trace = new ModelTrace(List.of(4));
        trace.layer("tokens", embedding(5));
        Model model = trace.model();
        try (WorkerPool pool = new WorkerPool(1);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(3));
                Program program = new Program(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.crossEntropy(output, 0), model),
                        new ScalarKernels(),
                        pool,
                        16,
                        Optional.empty())) {
            NativeMemory.setFloat(program.input().tile(0, 0, 0) + 4L * (2 * 16 + 7), token);
            program.forward(16, 0);
        }
    }

    @Test
    void whatDoesNotFitIsSaid() {
        mistake(List.of(5, 6), (g, x) -> g.rotary(x, 2, 10), "6 features cannot be divided");
        mistake(List.of(5, 6), (g, x) -> g.attention(x, x, x, 2, 2, true), "three different values");
        mistake(List.of(5, 6), attention(4, 3, 2, true, 0), "into 4 heads of which 3 have keys");
        mistake(
                List.of(5, 6),
                (g, x) -> g.recurrence(x, g.weight("u", 6, 2, Initialisation.ZEROS), Optional.empty(), Recurrence.LSTM),
                "needs 4 features for each of 2 units, and the weight has 6 rows");
        mistake(List.of(5, 6), embedding(3), "takes token numbers, [steps] or [steps, 1], and [5, 6] comes in");
        mistake(List.of(5, 6), (g, x) -> embedding(3).build(g, linear("a", 1).build(g, x)), "is computed");
        mistake(
                List.of(5, 6),
                (g, x) -> g.addPositions(x, g.weight("rows", 4, 6, Initialisation.ZEROS)),
                "a table of 4 positions with 6 features, and [5, 6] comes in");
        assertThatThrownBy(() -> new ModelTrace(List.of(4)).layer("it", (graph, tokens) -> {
                    Weight table = graph.weight("table", VOCABULARY, 11, Initialisation.ZEROS);
                    Node once = graph.linear(graph.embedding(tokens, table), table, Optional.empty());
                    return graph.linear(once, table, Optional.empty());
                }))
                .isInstanceOf(EspalierException.class)
                .hasMessage("The weight 'it.table' is used twice; every use needs its own.");
    }

    private static void mistake(List<Integer> shape, Layer layer, String message) {
        ModelTrace trace = new ModelTrace(shape);
        assertThatThrownBy(() -> trace.layer("wrong", layer))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("'wrong'")
                .hasMessageContaining(message);
    }

    private static Layer linear(String name, int units) {
        return (graph, x) -> graph.linear(
                x,
                graph.weight(name, units, x.features(), Initialisation.LECUN_NORMAL),
                Optional.of(graph.vector(name + ".bias", units, 0)));
    }

    private static Layer embedding(int width) {
        return (graph, x) -> graph.embedding(x, graph.weight("table", VOCABULARY, width, Initialisation.LECUN_NORMAL));
    }

    private static Layer positions() {
        return (graph, x) -> {
            int steps = x.grid().stream().reduce(1, Math::multiplyExact);
            return graph.addPositions(x, graph.weight("rows", steps, x.features(), Initialisation.LECUN_NORMAL));
        };
    }

    private static Layer gated(int units) {
        return (graph, x) -> linear("down", x.features())
                .build(
                        graph,
                        graph.multiply(
                                graph.activation(linear("gate", units).build(graph, x), Activation.GELU),
                                linear("up", units).build(graph, x)));
    }

    private static Layer attention(int heads, int keyHeads, int size, boolean causal, double base) {
        return (graph, x) -> {
            Node q = linear("query", heads * size).build(graph, x);
            Node k = linear("key", keyHeads * size).build(graph, x);
            Node v = linear("value", keyHeads * size).build(graph, x);
            Node turnedQ = base > 0 ? graph.rotary(q, heads, base) : q;
            Node turnedK = base > 0 ? graph.rotary(k, keyHeads, base) : k;
            Node mixed = graph.attention(turnedQ, turnedK, v, heads, keyHeads, causal);
            return linear("mix", x.features()).build(graph, mixed);
        };
    }
}
