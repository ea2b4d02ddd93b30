package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.Need;
import org.junit.jupiter.api.Test;

/** What every grow criterion keeps: a finite score for every position and a finite, repeatable start for every link. */
public abstract class GrowCriterionContract {
    private static final int COLUMNS = 67;

    /** A fresh criterion; every call gives an equal one. */
    protected abstract GrowCriterion criterion();

    @Test
    void scoresEveryPositionWithAFiniteNumber() {
        for (int row = 0; row < 5; row++) {
            assertThat(scores(criterion(), row, gradient(row)))
                    .as("row %d", row)
                    .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void leavesTheGradientAlone() {
        float[] gradient = gradient(0);

        scores(criterion(), 0, gradient);

        assertThat(gradient).isEqualTo(gradient(0));
    }

    @Test
    void givesTheSameScoresWhateverItScoredBefore() {
        GrowCriterion used = criterion();
        scores(used, 4, gradient(4));

        assertThat(scores(used, 1, gradient(1))).isEqualTo(scores(criterion(), 1, gradient(1)));
    }

    @Test
    void readsTheDenseGradientOnlyWhenItNeedsIt() {
        boolean needs = criterion().needs().contains(Need.DENSE_GRADIENT);

        assertThat(Arrays.equals(scores(criterion(), 2, gradient(2)), scores(criterion(), 2, new float[COLUMNS])))
                .as("scores with and without gradients are equal")
                .isEqualTo(!needs);
    }

    @Test
    void needsNothingWhenAllPositionsAreAlike() {
        assertThat(criterion().uniform() && criterion().needs().contains(Need.DENSE_GRADIENT))
                .as("asks for a dense gradient that nobody would read")
                .isFalse();
    }

    @Test
    void startsANewLinkWithAFiniteValueThatDependsOnStreamAndPositionAlone() {
        RandomStream random = RandomStream.ofSeed(5);
        GrowCriterion used = criterion();
        for (long position = 1000; position >= 0; position--) {
            float value = used.startValue(random, position);
            assertThat(value).isFinite();
            assertThat(criterion().startValue(random, position)).isEqualTo(value);
        }
    }

    private static float[] gradient(int row) {
        float[] gradient = new float[COLUMNS];
        for (int c = 0; c < COLUMNS; c++) {
            gradient[c] = (float) RandomStream.ofSeed(7).fork(row).gaussian(c);
        }
        return gradient;
    }

    private static float[] scores(GrowCriterion criterion, int row, float[] gradient) {
        float[] scores = new float[gradient.length];
        Arrays.fill(scores, Float.NaN);
        criterion.score(row, gradient, scores);
        return scores;
    }
}
