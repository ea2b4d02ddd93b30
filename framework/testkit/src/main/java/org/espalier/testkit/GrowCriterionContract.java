package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.Need;
import org.espalier.api.score.RowView;
import org.junit.jupiter.api.Test;

/** What every grow criterion keeps: a finite score for every position and a finite, repeatable start for every link. */
public abstract class GrowCriterionContract {
    private static final int COLUMNS = 67;

    /** A fresh criterion; every call gives an equal one. */
    protected abstract GrowCriterion criterion();

    @Test
    void scoresEveryPositionWithAFiniteNumber() {
        for (int row = 0; row < 5; row++) {
            assertThat(scores(criterion(), row(row)))
                    .as("row %d", row)
                    .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void givesTheSameScoresWhateverItScoredBefore() {
        GrowCriterion used = criterion();
        scores(used, row(4));

        assertThat(scores(used, row(1))).isEqualTo(scores(criterion(), row(1)));
    }

    @Test
    void readsTheDenseGradientOnlyWhenItNeedsIt() {
        boolean needs = criterion().needs().contains(Need.DENSE_GRADIENT);

        assertThat(Arrays.equals(
                        scores(criterion(), row(2)), scores(criterion(), row(2, drawn(2), new float[COLUMNS]))))
                .as("scores with and without gradients are equal")
                .isEqualTo(!needs);
    }

    @Test
    void readsWhatTheOptimizerKeepsOnlyWhenItNamesIt() {
        assertThat(Arrays.equals(
                        scores(criterion(), row(3)), scores(criterion(), row(3, new float[COLUMNS], drawn(3)))))
                .as("scores with and without slots are equal")
                .isEqualTo(criterion().slots().isEmpty());
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

    private RowView row(int row) {
        return row(row, drawn(row), drawn(row));
    }

    /** A row of which every third position has held a link. */
    private RowView row(int number, float[] slots, float[] gradient) {
        RowTable row = RowTable.of(gradient)
                .inRow(number)
                .held(IntStream.range(0, COLUMNS).filter(c -> c % 3 == 0).toArray());
        for (String name : criterion().slots()) {
            row = row.slot(name, slots);
        }
        return row;
    }

    private static float[] drawn(int row) {
        float[] numbers = new float[COLUMNS];
        for (int c = 0; c < COLUMNS; c++) {
            numbers[c] = (float) RandomStream.ofSeed(7).fork(row).gaussian(c);
        }
        return numbers;
    }

    private static float[] scores(GrowCriterion criterion, RowView row) {
        float[] scores = new float[COLUMNS];
        Arrays.fill(scores, Float.NaN);
        criterion.score(row, scores);
        return scores;
    }
}
