package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.Ranking;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class TaylorTest extends PruneCriterionContract {
    @Override
    protected PruneCriterion criterion() {
        return new Taylor();
    }

    @Test
    void scoresTheSquaredProductOfValueAndGradient() {
        LinkTable links = LinkTable.ofValues(2f, -3f, 0f, 4f).withGradients(0.5f, 0.5f, 9f, -0.25f);

        assertThat(scores(criterion(), links)).containsExactly(1f, 2.25f, 0f, 1f);
    }

    /** L = (w · x - y)² / 2 at w = [1, -1/2, 2], x = [1, 2, -1], y = 1: the gradient is [-3, -6, 3]. */
    @Test
    void ranksTheLinksOfALinearUnitAsSnipDoes() {
        LinkTable links = LinkTable.ofValues(1f, -0.5f, 2f).withGradients(-3f, -6f, 3f);

        assertThat(scores(criterion(), links)).containsExactly(9f, 9f, 36f);
        assertThat(scores(new Saliency(), links)).containsExactly(3f, 3f, 6f);
        assertThat(Ranking.highest(scores(criterion(), links), 1).nextSetBit(0)).isEqualTo(2);
    }

    @Property
    void keepsTheLinksThatSaliencyKeeps(@ForAll long seed) {
        LinkTable links = LinkTable.drawn(new MatrixShape("w", 20, 30), 100, RandomStream.ofSeed(seed));
        float[] taylor = scores(criterion(), links);
        float[] saliency = scores(new Saliency(), links);
        for (int keep = 0; keep <= 100; keep += 9) {
            assertThat(Ranking.highest(taylor, keep)).isEqualTo(Ranking.highest(saliency, keep));
        }
    }

    @Test
    void isFiniteForHugeValuesAndDoesNotHideNaN() {
        LinkTable links = LinkTable.ofValues(Float.MAX_VALUE, 0f).withGradients(Float.MAX_VALUE, Float.NaN);

        assertThat(scores(criterion(), links)).containsExactly(Float.MAX_VALUE, Float.NaN);
    }
}
