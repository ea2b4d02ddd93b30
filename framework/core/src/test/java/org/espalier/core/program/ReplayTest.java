package org.espalier.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.NativeMemory;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A forward pass that begins with the first operation that sees a change. */
final class ReplayTest {
    private static final int BATCH = 5;
    private static final float CHANGE = 0.25f;

    private final WorkerPool pool = new WorkerPool(1);
    private final Model model = model();
    private final Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(7));
    private final Program program = program();
    private final Program other = program();

    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(4));
        for (String name : List.of("first", "second", "third")) {
            trace.layer(name, dense());
        }
        return trace.model();
    }

    private static Layer dense() {
        return (graph, node) -> graph.activation(
                graph.linear(
                        node, graph.weight("weight", 3, node.features(), Initialisation.HE_NORMAL), Optional.empty()),
                Activation.TANH);
    }

    private Program program() {
        return new Program(
                network,
                model,
                LossTrace.of((graph, output) -> graph.squaredError(output), model),
                new ScalarKernels(),
                pool,
                BATCH,
                Optional.of(RandomStream.ofSeed(1)));
    }

    @BeforeEach
    void draw() {
        for (Program each : List.of(program, other)) {
            for (int i = 0; i < 4 * each.input().lanes(); i++) {
                NativeMemory.setFloat(each.input().address() + 4L * i, (float) Math.sin(i + 1));
            }
        }
    }

    @AfterEach
    void close() {
        program.close();
        other.close();
        network.close();
        pool.close();
    }

    private void add(String layer, float change) {
        long address = network.weightOf(layer).store().values();
        NativeMemory.setFloat(address, NativeMemory.getFloat(address) + change);
    }

    /** The loss with a changed value, by a whole pass and by part of one; then the value is what it was. */
    private void assertTheSame(String layer) {
        long address = network.weightOf(layer).store().values();
        float before = NativeMemory.getFloat(address);
        add(layer, CHANGE);
        double again = program.forwardAgain(BATCH, name -> name.equals(layer + ".weight"));
        assertThat(again).as(layer).isEqualTo(other.forward(BATCH, 0));
        NativeMemory.setFloat(address, before);
    }

    @Test
    void givesTheLossOfAWholePassInWhateverOrderValuesChange() {
        program.forward(BATCH, 0);
        for (String layer : List.of("third", "second", "second", "first", "third", "first", "second")) {
            assertTheSame(layer);
        }
    }

    @Test
    void leavesOperationsAloneThatSeeNoChange() {
        double whole = program.forward(BATCH, 0);
        NativeMemory.setFloat(program.input().address(), Float.NaN);
        assertThat(program.forwardAgain(BATCH, name -> false)).isEqualTo(whole);
        assertThat(program.forwardAgain(BATCH, name -> name.equals("second.weight")))
                .isEqualTo(whole);
        assertThat(program.forwardAgain(BATCH, name -> name.equals("first.weight")))
                .isNaN();
    }

    @Test
    void beginsWithTheFirstOperationAfterABackwardPass() {
        program.forward(BATCH, 0);
        program.backward();
        NativeMemory.setFloat(program.input().address(), Float.NaN);
        assertThat(program.forwardAgain(BATCH, name -> name.equals("third.weight")))
                .isNaN();
    }
}
