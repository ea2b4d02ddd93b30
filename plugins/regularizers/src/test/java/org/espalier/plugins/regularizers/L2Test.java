package org.espalier.plugins.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.loop.Regularizer;
import org.espalier.testkit.GroupTable;
import org.espalier.testkit.RegularizerContract;
import org.junit.jupiter.api.Test;

class L2Test extends RegularizerContract {
    private static final double ROUNDING = 1e-12;

    @Override
    protected Regularizer regularizer() {
        return new L2();
    }

    @Test
    void eachNormIsDividedByOnePlusTheStep() {
        double[] norms = {1.2, 0.3, 2, 0};
        new L2().prox(GroupTable.ofValues(4, 0.5), norms);
        assertThat(norms).containsExactly(new double[] {0.8, 0.2, 2 / 1.5, 0}, within(ROUNDING));
    }

    /** The form of MaskSparsity: a gradient gets the strength times the value. */
    @Test
    void theSlopeIsTheNorm() {
        double[] slopes = new double[2];
        new L2().slopes(GroupTable.ofValues(2, 0.5), new double[] {0.8, 0.01}, slopes);
        assertThat(slopes).containsExactly(0.8, 0.01);
    }

    @Test
    void theValueIsHalfTheSumOfSquares() {
        GroupTable groups = GroupTable.ofValues(3, 0.5);
        double[] norms = {1.2, 0.3, 2};
        assertThat(new L2().value(groups, norms)).isCloseTo((1.44 + 0.09 + 4) / 2, within(ROUNDING));
    }
}
