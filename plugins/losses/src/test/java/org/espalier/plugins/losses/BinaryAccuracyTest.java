package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.border.Metric;
import org.espalier.testkit.MetricContract;
import org.espalier.testkit.PredictionTable;
import org.junit.jupiter.api.Test;

class BinaryAccuracyTest extends MetricContract {
    @Override
    protected Metric metric() {
        return new BinaryAccuracy();
    }

    @Test
    void isTheShareOfQuestionsAnsweredRightly() {
        PredictionTable answers =
                PredictionTable.ofNumbers(new float[][] {{3, -1}, {0, 0.1f}}, new float[][] {{1, 1}, {0, 1}});

        assertThat(value(metric(), answers)).isEqualTo(0.75);
    }
}
