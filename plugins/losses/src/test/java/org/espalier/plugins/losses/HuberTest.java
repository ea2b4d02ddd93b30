package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.espalier.api.graph.Loss;
import org.espalier.testkit.GraphCheck;
import org.espalier.testkit.LossContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuberTest extends LossContract {
    @Override
    protected Loss loss() {
        return huber(1);
    }

    @Nested
    class Narrow extends LossContract {
        @Override
        protected Loss loss() {
            return huber(0.01);
        }
    }

    @Test
    void isAParabolaWithStraightArms() {
        double[][] outputs = {{1.5, -3}};

        assertThat(value(huber(1), outputs, 0, 0)).isEqualTo((0.5 * 0.5 / 2 + (4 - 0.5)) / 2);
        assertThat(value(huber(10), outputs, 0, 0)).isEqualTo((0.5 * 0.5 + 4 * 4) / 2 / 2);
    }

    @ParameterizedTest
    @CsvSource({"0.1, 20, 20, 1", "0.5, 20, 7, 0.5", "100, 150, 133, 1"})
    void programsAreThoseOfTheDoubleReading(double delta, int capacity, int live, double density) {
        GraphCheck.of(List.of(5), Layers.dense(3))
                .batch(capacity, live)
                .density(density)
                .loss(huber(delta))
                .check();
    }

    private static Loss huber(double delta) {
        return new Huber(new Huber.Options(delta));
    }
}
