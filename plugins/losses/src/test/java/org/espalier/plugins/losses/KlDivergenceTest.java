package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.espalier.api.graph.Loss;
import org.espalier.testkit.GraphCheck;
import org.espalier.testkit.LossContract;
import org.espalier.testkit.PlainGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KlDivergenceTest extends LossContract {
    private static final double ROUNDING = 1e-12;

    @Override
    protected Loss loss() {
        return new KlDivergence();
    }

    @Test
    void isTheCrossEntropyWhereTheTargetIsCertain() {
        assertThat(value(loss(), new double[][] {{Math.log(3)}, {0}}, 1)).isCloseTo(-Math.log(0.25), within(ROUNDING));
    }

    @Test
    void isNothingWhereTheSoftmaxIsTheTarget() {
        double[][] logits = {{Math.log(3) + 7}, {7}};
        PlainGraph graph = new PlainGraph(0).targets(new double[][] {{0.75}, {0.25}});

        assertThat(PlainGraph.scalar(loss().build(graph, new PlainGraph.PlainNode(logits))))
                .isCloseTo(0, within(ROUNDING));
    }

    @ParameterizedTest
    @CsvSource({"3, 20, 20, 1", "7, 20, 7, 0.5", "2, 150, 133, 1"})
    void programsAreThoseOfTheDoubleReading(int outputs, int capacity, int live, double density) {
        GraphCheck.of(List.of(5), Layers.dense(outputs))
                .batch(capacity, live)
                .density(density)
                .loss(loss())
                .check();
    }
}
