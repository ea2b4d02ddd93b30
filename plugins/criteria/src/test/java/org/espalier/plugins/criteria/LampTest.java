package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.Ranking;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class LampTest extends PruneCriterionContract {
    /** A float holds seven digits. */
    private static final Offset<Float> SIX_DIGITS = Offset.offset(1e-6f);

    @Override
    protected PruneCriterion criterion() {
        return new Lamp();
    }

    @Test
    void scoresTheShareOfTheSquaresThatAreNotSmaller() {
        float[] scores = scores(criterion(), LinkTable.ofValues(1, -2, 3));

        assertThat(scores[0]).isCloseTo(1 / 14f, SIX_DIGITS);
        assertThat(scores[1]).isCloseTo(4 / 13f, SIX_DIGITS);
        assertThat(scores[2]).isEqualTo(1f);
    }

    @Test
    void takesTheHigherIndexOfEqualValuesForTheLarger() {
        float[] scores = scores(criterion(), LinkTable.ofValues(1, -1, 1, 1));

        assertThat(scores).containsExactly(1 / 4f, 1 / 3f, 1 / 2f, 1f);
    }

    @Test
    void scoresZerosZeroAndTheLargestLinkOfALayerOne() {
        assertThat(scores(criterion(), LinkTable.ofValues(0, -0f, 5, 0))).containsExactly(0f, 0f, 1f, 0f);
        assertThat(scores(criterion(), LinkTable.ofValues(0, -0f))).containsExactly(0f, 0f);
    }

    @Test
    void doesNotHideNaN() {
        assertThat(scores(criterion(), LinkTable.ofValues(3, Float.NaN, 4))).containsExactly(9 / 25f, Float.NaN, 1f);
    }

    @Property
    void keepsTheLinksThatMagnitudeKeepsWithinALayer(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int count) {
        LinkTable links = LinkTable.drawn(new MatrixShape("w", 20, 30), count, RandomStream.ofSeed(seed));
        float[] lamp = scores(criterion(), links);
        float[] magnitude = scores(new Magnitude(), links);
        for (int keep = 0; keep <= count; keep += 7) {
            assertThat(Ranking.highest(lamp, keep)).isEqualTo(Ranking.highest(magnitude, keep));
        }
    }

    @Property
    void doesNotDependOnTheScaleOfALayer(@ForAll long seed) {
        LinkTable links = LinkTable.drawn(new MatrixShape("w", 20, 30), 100, RandomStream.ofSeed(seed));
        float[] larger = new float[100];
        for (int i = 0; i < larger.length; i++) {
            larger[i] = 10 * links.value(i);
        }
        float[] scores = scores(criterion(), links);
        float[] scaled = scores(criterion(), LinkTable.ofValues(larger));
        for (int i = 0; i < larger.length; i++) {
            assertThat(scaled[i]).isCloseTo(scores[i], SIX_DIGITS);
        }
    }
}
