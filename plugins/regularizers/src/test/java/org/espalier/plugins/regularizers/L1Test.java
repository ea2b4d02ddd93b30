package org.espalier.plugins.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.loop.Regularizer;
import org.espalier.testkit.GroupTable;
import org.espalier.testkit.RegularizerContract;
import org.junit.jupiter.api.Test;

class L1Test extends RegularizerContract {
    private static final double ROUNDING = 1e-12;

    @Override
    protected Regularizer regularizer() {
        return new L1();
    }

    @Test
    void eachNormShrinksByTheStepDownToZero() {
        double[] norms = {1.2, 0.3, 2, 0};
        new L1().prox(GroupTable.ofValues(4, 0.5), norms);
        assertThat(norms).containsExactly(new double[] {0.7, 0, 1.5, 0}, within(ROUNDING));
    }

    @Test
    void onSingleValuesItIsTheGroupLasso() {
        double[] norms = {1.2, 0.3, 2};
        double[] others = norms.clone();
        GroupTable values = GroupTable.ofValues(3, 0.5);
        new L1().prox(values, norms);
        new GroupLasso(new GroupLasso.Options(true)).prox(values, others);
        assertThat(norms).containsExactly(others);
    }
}
