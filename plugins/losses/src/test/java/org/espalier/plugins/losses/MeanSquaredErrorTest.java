package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.border.Metric;
import org.espalier.testkit.MetricContract;
import org.espalier.testkit.PredictionTable;
import org.junit.jupiter.api.Test;

class MeanSquaredErrorTest extends MetricContract {
    @Override
    protected Metric metric() {
        return new MeanSquaredError();
    }

    @Test
    void isTheMeanOverOutputsAndExamples() {
        PredictionTable numbers =
                PredictionTable.ofNumbers(new float[][] {{1, 2}, {3, 4}}, new float[][] {{1, 4}, {2, 1}});

        assertThat(value(metric(), numbers)).isEqualTo((0 + 4 + 1 + 9) / 4.0);
    }

    @Test
    void takesClassesAsOneHotTargets() {
        assertThat(value(metric(), PredictionTable.ofClasses(new float[][] {{1, 2}}, 0)))
                .isEqualTo((0 + 4) / 2.0);
    }
}
