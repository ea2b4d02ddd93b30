package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.espalier.api.RandomStream;
import org.espalier.api.border.Examples;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.graph.Model;
import org.espalier.core.kernel.ScalarKernels;
import org.espalier.core.model.Network;
import org.espalier.core.parallel.WorkerPool;
import org.espalier.core.plan.Expectation;
import org.espalier.core.trace.LossTrace;
import org.espalier.core.trace.ModelTrace;
import org.junit.jupiter.api.Test;

/** Three experts, whose weights are the features themselves. */
final class ExpertLoadTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    /** More examples than one batch of the evaluation has. */
    private static final int EXAMPLES = 516;

    /** Of four examples one sees the experts 0 and 1, two see 0, and one sees 2. */
    private record Weighed() implements Examples {
        private static final float[][] GATES = {{0.5f, 0.5f, 0}, {1, 0, 0}, {-1, 0, 0}, {0, 0, 1}};

        @Override
        public int count() {
            return EXAMPLES;
        }

        @Override
        public int label(int example) {
            return 0;
        }

        @Override
        public void features(int example, float[] into) {
            System.arraycopy(GATES[example % 4], 0, into, 0, 3);
        }

        @Override
        public void target(int example, float[] into) {
            throw new AssertionError("a loss of classes asks for no targets");
        }
    }

    /** @param capacity of the experts outside of training */
    private static Model model(double capacity) {
        ModelTrace trace = new ModelTrace(List.of(3));
        trace.layer(
                "moe",
                (graph, in) -> graph.experts(
                        in,
                        capacity == 0 ? in : graph.capacity(in, 2, 0, capacity),
                        2,
                        (inside, sent) -> inside.linear(
                                sent, inside.weight("weight", 4, 3, Initialisation.HE_NORMAL), Optional.empty())));
        return trace.model();
    }

    @Test
    void isCountedOverAllExamplesAndSaysHowOftenEachLinkIsUsed() {
        Map<String, Double> uses = new HashMap<>();
        Map<String, Double> values = measured(model(0), uses);

        assertThat(values.get(Expectation.EXPERTS_USED)).isCloseTo(1.25, ROUNDING);
        assertThat(values.get(Expectation.EXPERT_LOAD)).isCloseTo(0.75 / (1.25 / 3), ROUNDING);
        assertThat(values.get(Expectation.ROUTES_DROPPED)).isZero();
        assertThat(uses)
                .containsOnly(
                        Map.entry("moe.0.weight", 0.75),
                        Map.entry("moe.1.weight", 0.25),
                        Map.entry("moe.2.weight", 0.25));
    }

    /** Of two routes of every example; half an even share of them is room for a third of the examples of each batch. */
    @Test
    void whatIsDroppedIsTheShareOfRoutesThatAreMissing() {
        Map<String, Double> values = measured(model(0.5), new HashMap<>());

        double used = Objects.requireNonNull(values.get(Expectation.EXPERTS_USED));
        assertThat(used).isBetween(0.5 + 0.333, 0.5 + 0.336);
        assertThat(values.get(Expectation.ROUTES_DROPPED)).isCloseTo(1 - used / 2, ROUNDING);
    }

    private static Map<String, Double> measured(Model model, Map<String, Double> uses) {
        try (WorkerPool pool = new WorkerPool(2);
                Network network = new Network(model.parameters(), Map.of(), RandomStream.ofSeed(1));
                Evaluation evaluation = new Evaluation(
                        network,
                        model,
                        LossTrace.of((graph, output) -> graph.crossEntropy(output, 0), model),
                        new ScalarKernels(),
                        pool,
                        Map.of())) {
            Map<String, Double> values = evaluation.measure(new Weighed());
            uses.putAll(evaluation.uses());
            return values;
        }
    }
}
