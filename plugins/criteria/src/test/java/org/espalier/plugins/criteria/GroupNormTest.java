package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.PruneCriterion;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.PruneCriterionContract;
import org.junit.jupiter.api.Test;

class GroupNormTest extends PruneCriterionContract {
    /** Sums of a dozen floats. */
    private static final Offset<Double> ROUNDING = Offset.offset(1e-5);

    @Override
    protected PruneCriterion criterion() {
        return norm(2);
    }

    private static PruneCriterion norm(double p) {
        return new GroupNorm(new GroupNorm.Options(p));
    }

    @Test
    void scoresThePowerOfTheValue() {
        LinkTable links = LinkTable.ofValues(3f, -4f, 0f);

        assertThat(scores(norm(2), links)).containsExactly(9f, 16f, 0f);
        assertThat(scores(norm(1), links)).containsExactly(3f, 4f, 0f);
        assertThat(scores(norm(3), links)).containsExactly(27f, 64f, 0f);
    }

    @Test
    void addsUpToThePowerOfTheNormOfEveryGroup() {
        MatrixShape shape = new MatrixShape("w", 6, 12);
        LinkTable links = LinkTable.drawn(shape, 72, RandomStream.ofSeed(1));
        for (double p : new double[] {1, 1.5, 2}) {
            float[] scores = scores(norm(p), links);
            for (int row = 0; row < 6; row++) {
                double sum = 0;
                double wanted = 0;
                for (int i = 12 * row; i < 12 * (row + 1); i++) {
                    sum += scores[i];
                    wanted += StrictMath.pow(Math.abs(links.value(i)), p);
                }
                assertThat(sum).isCloseTo(wanted, ROUNDING);
            }
        }
    }

    /** [3, 0] has the longer l2 norm, [2, 1.5] the longer l1 norm. */
    @Test
    void whichRowIsLongerDependsOnTheNorm() {
        LinkTable links = LinkTable.ofValues(3f, 0f, 2f, 1.5f);
        float[] squares = scores(norm(2), links);
        float[] sizes = scores(norm(1), links);

        assertThat(squares[0] + squares[1]).isGreaterThan(squares[2] + squares[3]);
        assertThat(sizes[0] + sizes[1]).isLessThan(sizes[2] + sizes[3]);
    }

    @Test
    void isFiniteForHugeValuesAndDoesNotHideNaN() {
        assertThat(scores(norm(2), LinkTable.ofValues(Float.MAX_VALUE, Float.NaN)))
                .containsExactly(Float.MAX_VALUE, Float.NaN);
    }

    @Test
    void refusesANormThatIsNone() {
        assertThatThrownBy(() -> norm(0)).hasMessage("p must be in [0.5, 8], was 0.0.");
    }
}
