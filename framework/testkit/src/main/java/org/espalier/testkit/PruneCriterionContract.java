package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.LinkView;
import org.espalier.api.score.Need;
import org.espalier.api.score.PruneCriterion;
import org.junit.jupiter.api.Test;

/** What every prune criterion keeps: a finite score for every link, from the links alone and from what it asked for. */
public abstract class PruneCriterionContract {
    private static final MatrixShape SHAPE = new MatrixShape("w", 13, 29);

    /** A fresh criterion; every call gives an equal one. */
    protected abstract PruneCriterion criterion();

    @Test
    void scoresEveryLinkWithAFiniteNumber() {
        for (int count : new int[] {0, 1, 2, 17, 377}) {
            assertThat(scores(criterion(), LinkTable.drawn(SHAPE, count, RandomStream.ofSeed(count))))
                    .as("%d links", count)
                    .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void takesZerosOfBothSignsAndTinyValues() {
        LinkTable links = LinkTable.ofValues(0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 0f)
                .withGradients(-0f, 0f, Float.MIN_VALUE, 0f, 1f);

        assertThat(scores(criterion(), links))
                .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }

    @Test
    void givesTheSameScoresWhateverItScoredBefore() {
        LinkView links = LinkTable.drawn(SHAPE, 100, RandomStream.ofSeed(1));
        PruneCriterion used = criterion();
        scores(used, LinkTable.drawn(new MatrixShape("other", 40, 7), 211, RandomStream.ofSeed(2)));

        assertThat(scores(used, links)).isEqualTo(scores(criterion(), links));
        assertThat(scores(used, links)).isEqualTo(scores(criterion(), links));
    }

    @Test
    void readsGradientsOnlyWhenItNeedsThem() {
        LinkTable links = LinkTable.drawn(SHAPE, 100, RandomStream.ofSeed(3));
        LinkTable without = links.withGradients(new float[100]);
        boolean needs = criterion().needs().contains(Need.GRADIENT);

        assertThat(Arrays.equals(scores(criterion(), links), scores(criterion(), without)))
                .as("scores with and without gradients are equal")
                .isEqualTo(!needs);
    }

    @Test
    void readsFlowOnlyWhenItNeedsIt() {
        LinkTable links = LinkTable.drawn(SHAPE, 100, RandomStream.ofSeed(3));
        LinkTable without = links.withFlows(new double[100]);
        boolean needs = criterion().needs().contains(Need.SYNAPTIC_FLOW);

        assertThat(Arrays.equals(scores(criterion(), links), scores(criterion(), without)))
                .as("scores with and without flow are equal")
                .isEqualTo(!needs);
    }

    @Test
    void readsTheHessianOnlyWhenItNeedsIt() {
        LinkTable links = LinkTable.drawn(SHAPE, 100, RandomStream.ofSeed(3));
        LinkTable without = links.withHessianGradients(new float[100]);
        boolean needs = criterion().needs().contains(Need.HESSIAN_GRADIENT);

        assertThat(Arrays.equals(scores(criterion(), links), scores(criterion(), without)))
                .as("scores with and without the Hessian times the gradient are equal")
                .isEqualTo(!needs);
    }

    /** The scores of all links; what the array held before is NaN, so a link left out is seen. */
    protected static float[] scores(PruneCriterion criterion, LinkView links) {
        float[] scores = new float[links.count()];
        Arrays.fill(scores, Float.NaN);
        criterion.score(links, scores);
        return scores;
    }
}
