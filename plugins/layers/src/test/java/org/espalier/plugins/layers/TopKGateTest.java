package org.espalier.plugins.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.espalier.api.graph.Activation;
import org.espalier.api.graph.Gate;
import org.espalier.api.graph.Initialisation;
import org.espalier.api.graph.Layer;
import org.espalier.testkit.GraphCheck;
import org.espalier.testkit.PlainGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopKGateTest {
    private static final Offset<Double> FOUR_DIGITS = Offset.offset(5e-5);

    private static Gate gate(int routes, boolean renormalize, double balance) {
        return new TopKGate(new TopKGate.Options(routes, renormalize, balance));
    }

    @ParameterizedTest
    @CsvSource({"2, true, 0, 1", "2, false, 0.1, 1", "1, true, 0.5, 0.5"})
    void aMixtureIsThatOfTheDoubleReading(int routes, boolean renormalize, double balance, double density) {
        Layer mixture = (graph, input) -> {
            Gate gate = gate(routes, renormalize, balance);
            return graph.experts(input, gate.build(graph, input, 4), gate.routes(4), (inside, sent) -> {
                var weight = inside.weight("up.weight", 6, sent.features(), Initialisation.HE_NORMAL);
                return inside.activation(inside.linear(sent, weight, Optional.empty()), Activation.TANH);
            });
        };
        GraphCheck.of(List.of(5), mixture).density(density).batch(40, 37).check();
    }

    /** Features that are the logits themselves. */
    private static double[][] gates(int routes, boolean renormalize, double... logits) {
        double[] identity = new double[logits.length * logits.length];
        double[][] in = new double[logits.length][1];
        for (int i = 0; i < logits.length; i++) {
            identity[i * logits.length + i] = 1;
            in[i][0] = logits[i];
        }
        PlainGraph graph = new PlainGraph(Map.of("moe.gate.weight", identity), 0);
        Layer layer = (g, input) -> gate(routes, renormalize, 0).build(g, input, logits.length);
        return graph.layer("moe", layer, new PlainGraph.PlainNode(in)).values();
    }

    @Test
    void keptLogitsMakeTheSoftmaxOfThePaper() {
        double[][] gates = gates(2, true, 2, 1, 0, -1);
        assertThat(gates[0][0]).isCloseTo(0.7311, FOUR_DIGITS);
        assertThat(gates[1][0]).isCloseTo(0.2689, FOUR_DIGITS);
        assertThat(gates[2][0] + gates[3][0]).isZero();
    }

    @Test
    void withoutRenormalisingTheyAreThoseOfTheWholeSoftmax() {
        double[][] gates = gates(2, false, 2, 1, 0, -1);
        assertThat(gates[0][0]).isCloseTo(0.6439, FOUR_DIGITS);
        assertThat(gates[1][0]).isCloseTo(0.2369, FOUR_DIGITS);
    }

    @Test
    void oneRouteIsNeverRenormalised() {
        assertThat(gates(1, true, 2, 1, 0, -1)[0][0]).isCloseTo(0.6439, FOUR_DIGITS);
    }

    @Test
    void aConstantMoreInEveryLogitChangesNothing() {
        assertThat(gates(2, true, 7, 6, 5, 4)[0][0]).isCloseTo(0.7311, FOUR_DIGITS);
    }

    @Test
    void moreRoutesThanExpertsAreRefused() {
        assertThatThrownBy(() -> gate(3, true, 0).routes(2))
                .hasMessageContaining("cannot go to 3 experts, there are 2");
    }
}
