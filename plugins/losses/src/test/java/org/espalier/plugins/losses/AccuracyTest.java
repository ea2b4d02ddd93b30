package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.espalier.api.EspalierException;
import org.espalier.api.border.Metric;
import org.espalier.testkit.MetricContract;
import org.espalier.testkit.PredictionTable;
import org.junit.jupiter.api.Test;

class AccuracyTest extends MetricContract {
    @Override
    protected Metric metric() {
        return new Accuracy();
    }

    @Test
    void isTheShareOfExamplesPredictedRightly() {
        float[][] outputs = {{0.1f, 0.9f}, {-1, -2}, {5, 3}, {0, 1}};

        assertThat(value(metric(), PredictionTable.ofClasses(outputs, 1, 0, 1, 1)))
                .isEqualTo(0.75);
    }

    @Test
    void takesTheFirstOfEqualOutputs() {
        float[][] outputs = {{1, 2, 2}, {1, 2, 2}};

        assertThat(value(metric(), PredictionTable.ofClasses(outputs, 1, 1))).isEqualTo(1);
    }

    @Test
    void saysThatNumbersHaveNoAccuracy() {
        PredictionTable numbers = PredictionTable.ofNumbers(new float[][] {{1}}, new float[][] {{2}});

        assertThatThrownBy(() -> value(metric(), numbers))
                .isInstanceOf(EspalierException.class)
                .hasMessage("accuracy compares classes, but the targets of this data are numbers; use"
                        + " 'mean-squared-error' instead.");
    }
}
