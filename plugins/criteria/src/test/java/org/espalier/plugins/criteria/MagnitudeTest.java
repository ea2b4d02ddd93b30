package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.Ranking;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class MagnitudeTest extends PruneCriterionContract {
    @Override
    protected PruneCriterion criterion() {
        return new Magnitude();
    }

    @Test
    void scoresTheAbsoluteValue() {
        assertThat(scores(criterion(), LinkTable.ofValues(0.5f, -0.7f, 0f, -0f)))
                .containsExactly(0.5f, 0.7f, 0f, 0f);
    }

    @Test
    void pruningFortyPercentAndAHalfOfFiveLinksDropsTheTwoSmallest() {
        float[] scores = scores(criterion(), LinkTable.ofValues(.3f, .1f, .9f, .2f, .5f));

        assertThat(Ranking.highest(scores, 5 - (int) (0.4 * 5))).isEqualTo(BitSet.valueOf(new long[] {0b10101}));
        assertThat(Ranking.highest(scores, 5 - (int) (0.5 * 5))).isEqualTo(BitSet.valueOf(new long[] {0b10101}));
    }

    @Test
    void doesNotHideNaN() {
        assertThat(scores(criterion(), LinkTable.ofValues(1f, Float.NaN))[1]).isNaN();
    }

    /** Every other choice of as many links to drop changes the weight more. */
    @Test
    void changesTheWeightLeastOfAllMasksWithAsManyLinks() {
        float[] values = {0.3f, -1.2f, 0.7f, 0.05f, -0.4f, 2f, -0.1f, 0.6f};
        BitSet kept = Ranking.highest(scores(criterion(), LinkTable.ofValues(values)), 3);
        double best = lost(values, kept);

        for (int mask = 0; mask < 1 << values.length; mask++) {
            BitSet other = BitSet.valueOf(new long[] {mask});
            if (other.cardinality() == 3) {
                assertThat(lost(values, other)).isGreaterThanOrEqualTo(best);
            }
        }
    }

    private static double lost(float[] values, BitSet kept) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += kept.get(i) ? 0 : (double) values[i] * values[i];
        }
        return sum;
    }
}
