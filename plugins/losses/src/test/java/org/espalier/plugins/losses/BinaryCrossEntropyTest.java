package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.espalier.api.graph.Loss;
import org.espalier.testkit.GraphCheck;
import org.espalier.testkit.LossContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryCrossEntropyTest extends LossContract {
    private static final double ROUNDING = 1e-12;

    @Override
    protected Loss loss() {
        return new BinaryCrossEntropy();
    }

    @Test
    void isTheMeanOverQuestions() {
        double logit = Math.log(3);

        assertThat(value(loss(), new double[][] {{logit}, {logit}}, 0))
                .isCloseTo(-(Math.log(0.75) + Math.log(0.25)) / 2, within(ROUNDING));
    }

    @ParameterizedTest
    @CsvSource({"3, 20, 20, 1", "3, 20, 7, 0.5", "1, 150, 133, 1"})
    void programsAreThoseOfTheDoubleReading(int outputs, int capacity, int live, double density) {
        GraphCheck.of(List.of(5), Layers.dense(outputs))
                .batch(capacity, live)
                .density(density)
                .loss(loss())
                .check();
    }
}
