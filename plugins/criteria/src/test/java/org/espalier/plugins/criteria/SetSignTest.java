package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.Ranking;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class SetSignTest extends PruneCriterionContract {
    @Override
    protected PruneCriterion criterion() {
        return new SetSign();
    }

    @Test
    void dropsTheSameLinksAsMagnitudeWhereSignsAreBalanced() {
        assertThat(dropped(0.4, 0.05f, 0.2f, 0.5f, 0.6f, 0.9f, -0.02f, -0.1f, -0.3f, -0.4f, -0.8f))
                .containsExactlyInAnyOrder(0.05f, 0.2f, -0.02f, -0.1f);
    }

    @Test
    void dropsAsManyOfEachSignWhereMagnitudeWouldDropMostlyPositives() {
        assertThat(dropped(0.4, 0.05f, 0.06f, 0.07f, 0.08f, 0.9f, -0.02f, -0.1f, -0.3f, -0.4f, -0.8f))
                .containsExactlyInAnyOrder(0.05f, 0.06f, -0.02f, -0.1f);
    }

    @Test
    void countsBothZerosAsPositiveAndDropsThemFirst() {
        assertThat(scores(criterion(), LinkTable.ofValues(1f, -0f, 0f, 2f, -3f)))
                .containsExactly(0.75f, 0.25f, 0.5f, 1f, 1f);
    }

    @Test
    void ranksTheLowerIndexOfEqualValuesLower() {
        assertThat(scores(criterion(), LinkTable.ofValues(-1f, -1f, -1f, -1f))).containsExactly(0.25f, 0.5f, 0.75f, 1f);
    }

    @Test
    void doesNotHideNaN() {
        assertThat(scores(criterion(), LinkTable.ofValues(-1f, Float.NaN, 2f))[1])
                .isNaN();
    }

    /** The lowest scores are the lowest share of each sign, rounded down, and at most one link more. */
    @Property
    void theLowestShareIsTheLowestShareOfEachSign(
            @ForAll @Size(min = 1, max = 200) float[] values, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        BitSet kept = Ranking.highest(
                scores(criterion(), LinkTable.ofValues(values)), values.length - (int) (share * values.length));
        for (boolean negative : new boolean[] {false, true}) {
            List<Float> gone = new ArrayList<>();
            List<Float> stay = new ArrayList<>();
            for (int i = 0; i < values.length; i++) {
                if (values[i] < 0 == negative) {
                    (kept.get(i) ? stay : gone).add(Math.abs(values[i]));
                }
            }
            int fair = (int) (share * (gone.size() + stay.size()));
            assertThat(gone.size()).isBetween(fair, fair + 1);
            if (!gone.isEmpty() && !stay.isEmpty()) {
                assertThat(Collections.max(gone)).isLessThanOrEqualTo(Collections.min(stay));
            }
        }
    }

    private List<Float> dropped(double share, float... values) {
        BitSet kept = Ranking.highest(
                scores(criterion(), LinkTable.ofValues(values)), values.length - (int) (share * values.length));
        List<Float> dropped = new ArrayList<>();
        for (int i = kept.nextClearBit(0); i < values.length; i = kept.nextClearBit(i + 1)) {
            dropped.add(values[i]);
        }
        return dropped;
    }
}
