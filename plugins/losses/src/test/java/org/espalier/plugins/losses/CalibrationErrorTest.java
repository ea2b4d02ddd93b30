package org.espalier.plugins.losses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.espalier.api.border.Metric;
import org.espalier.testkit.MetricContract;
import org.espalier.testkit.PredictionTable;
import org.junit.jupiter.api.Test;

class CalibrationErrorTest extends MetricContract {
    /** Outputs are floats: log 3 is off by parts in 10^8. */
    private static final Offset<Double> ROUNDING = Offset.offset(1e-7);

    /** Two outputs whose softmax is (3/4, 1/4). */
    private static final float[] THREE_QUARTERS = {(float) Math.log(3), 0};

    private static final float[] A_HALF = {0, 0};

    @Override
    protected Metric metric() {
        return bins(15);
    }

    @Override
    protected float bestOutput() {
        return 100;
    }

    @Test
    void isZeroWhenThreeOfFourAreRightAtThreeQuarters() {
        assertThat(error(15, 0, 0, 0, 1)).isCloseTo(0, ROUNDING);
    }

    @Test
    void isAQuarterWhenAllAreRightAtThreeQuarters() {
        assertThat(error(15, 0, 0, 0, 0)).isCloseTo(0.25, ROUNDING);
    }

    @Test
    void isThreeQuartersWhenAllAreWrongAtThreeQuarters() {
        assertThat(error(15, 1, 1, 1, 1)).isCloseTo(0.75, ROUNDING);
    }

    @Test
    void weighsBinsByTheirExamplesAndCountsAnUpperEdgeToItsBin() {
        PredictionTable one = PredictionTable.ofClasses(new float[][] {A_HALF, THREE_QUARTERS}, 0, 1);

        assertThat(value(bins(2), one)).isCloseTo((0.5 + 0.75) / 2, ROUNDING);
        assertThat(value(bins(1), one)).isCloseTo((0.75 - 0.5) / 2, ROUNDING);
    }

    @Test
    void takesOutputsThatWouldOverflow() {
        PredictionTable sure = PredictionTable.ofClasses(new float[][] {{1e30f, -1e30f}}, 0);

        assertThat(value(metric(), sure)).isZero();
    }

    @Test
    void refusesNoBins() {
        assertThatThrownBy(() -> new CalibrationError.Options(0)).hasMessage("bins must be in [1, 1000000], was 0.");
    }

    private static double error(int bins, int... labels) {
        float[][] outputs = new float[labels.length][];
        java.util.Arrays.fill(outputs, THREE_QUARTERS);
        return value(bins(bins), PredictionTable.ofClasses(outputs, labels));
    }

    private static Metric bins(int bins) {
        return new CalibrationError(new CalibrationError.Options(bins));
    }
}
