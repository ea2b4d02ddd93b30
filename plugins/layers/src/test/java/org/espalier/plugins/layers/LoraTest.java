package org.espalier.plugins.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.espalier.api.graph.Adapter;
import org.espalier.api.graph.Initialisation;
import org.espalier.testkit.AdapterContract;
import org.espalier.testkit.PlainGraph;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LoraTest {
    private static Adapter lora(int rank, double scale) {
        return new Lora(new Lora.Options(rank, scale, Initialisation.LECUN_NORMAL));
    }

    @Nested
    final class Plain extends AdapterContract {
        @Override
        protected Adapter adapter() {
            return lora(2, 1);
        }
    }

    @Nested
    final class Scaled extends AdapterContract {
        @Override
        protected Adapter adapter() {
            return lora(3, 0.5);
        }
    }

    @Test
    void whatItAddsIsTheScaledProductOfItsWeights() {
        Map<String, double[]> values = Map.of(
                "fc.weight", new double[] {1, 0, 0, 1}, "fc.down", new double[] {2, -1}, "fc.up", new double[] {3, 5});
        double[][] in = {{4}, {6}};
        double[][] out = new PlainGraph(values)
                .layer(
                        "fc",
                        (graph, input) -> lora(1, 0.5)
                                .build(
                                        graph,
                                        input,
                                        graph.linear(
                                                input,
                                                graph.weight("weight", 2, 2, Initialisation.ZEROS),
                                                Optional.empty())),
                        new PlainGraph.PlainNode(in))
                .values();
        // down x = 2·4 - 6 = 2; half of (3, 5) times 2 is added to (4, 6).
        assertThat(out[0][0]).isCloseTo(7, Offset.offset(1e-12));
        assertThat(out[1][0]).isCloseTo(11, Offset.offset(1e-12));
    }
}
