package org.espalier.core.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.graph.Model;
import org.espalier.core.model.Network;
import org.espalier.core.plan.Expectation;
import org.espalier.core.plan.Expectation.Comparison;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

final class ExpectationsTest {
    @Test
    void linksOfALatentWeightAreThoseItIsSeenWith() {
        Model model = model();
        try (Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1))) {
            network.weightOf("fc").makeLatent(new long[] {0, 3, 7});

            assertThat(measured("sparsity", network)).isEqualTo(0.7);
            assertThat(measured("links", network)).isEqualTo(3);
        }
    }

    @Test
    void aSparseWeightHasThoseItStores() {
        Model model = model();
        Map<String, long[]> links = Map.of("fc", new long[] {1, 2});
        try (Network network = new Network(model.parameters(), links, RandomStream.ofSeed(1))) {
            assertThat(measured("sparsity", network)).isEqualTo(0.8);
            assertThat(measured("links", network)).isEqualTo(2);
        }
    }

    private static double measured(String metric, Network network) {
        Expectation expectation = new Expectation(metric, "fc", "", Comparison.AT_LEAST, 0.5, Place.NONE);
        return Expectations.check(List.of(expectation), network, Map.of())
                .getFirst()
                .measured();
    }

    private static Model model() {
        ModelTrace trace = new ModelTrace(List.of(5));
        trace.layer(
                "fc",
                (graph, input) ->
                        graph.linear(input, graph.weight("weight", 2, 5, Initialisation.ZEROS), Optional.empty()));
        return trace.model();
    }
}
