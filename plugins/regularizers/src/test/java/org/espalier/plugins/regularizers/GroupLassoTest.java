package org.espalier.plugins.regularizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.espalier.api.RandomStream;
import org.espalier.api.loop.Regularizer;
import org.espalier.testkit.GroupTable;
import org.espalier.testkit.RegularizerContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GroupLassoTest extends RegularizerContract {
    /** The card gives six digits. */
    private static final double DIGITS = 5e-7;

    private static final double ROUNDING = 1e-12;

    @Override
    protected Regularizer regularizer() {
        return lasso(true);
    }

    @Nested
    class WithoutSizes extends RegularizerContract {
        @Override
        protected Regularizer regularizer() {
            return lasso(false);
        }
    }

    private static GroupLasso lasso(boolean bySize) {
        return new GroupLasso(new GroupLasso.Options(bySize));
    }

    /** What is left of the norm 5 of the group (3, 4). */
    private static double left(boolean bySize, double step) {
        double[] norms = {5};
        lasso(bySize).prox(GroupTable.ofValues(1, step).withSizes(2), norms);
        return norms[0];
    }

    @Test
    void aGroupShrinksAndIsZeroFromItsNormOn() {
        assertThat(left(false, 1)).isEqualTo(4);
        assertThat(left(false, 5)).isZero();
        assertThat(left(false, 6)).isZero();
    }

    @Test
    void theRootOfItsSizeCounts() {
        assertThat(left(true, 1) / 5).isCloseTo(0.717157, within(DIGITS));
        assertThat(3 * left(true, 1) / 5).isCloseTo(2.151472, within(DIGITS));
        assertThat(4 * left(true, 1) / 5).isCloseTo(2.868629, within(DIGITS));
    }

    @Test
    void twoGroupsNeverGoApart() {
        RandomStream random = RandomStream.ofSeed(1);
        for (int i = 0; i < 1000; i++) {
            GroupTable groups = GroupTable.ofValues(1, random.uniform(3L * i)).withSizes(3);
            double[] one = {2 * random.uniform(3L * i + 1)};
            double[] other = {2 * random.uniform(3L * i + 2)};
            double before = Math.abs(one[0] - other[0]);
            lasso(true).prox(groups, one);
            lasso(true).prox(groups, other);
            assertThat(Math.abs(one[0] - other[0])).isLessThanOrEqualTo(before + ROUNDING);
        }
    }
}
