package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.graph.Loss;
import org.espalier.testkit.LossContract;
import org.junit.jupiter.api.Test;

class SquaredErrorTest extends LossContract {
    @Override
    protected Loss loss() {
        return new SquaredError();
    }

    @Test
    void isTheMeanOverOutputsAndExamples() {
        assertThat(value(loss(), new double[][] {{1, 0}, {2, 4}}, 0, 1)).isEqualTo((0 + 4 + 0 + 9) / 4.0);
    }
}
