package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.testkit.GrowCriterionContract;
import org.junit.jupiter.api.Test;

class RandomGrowTest extends GrowCriterionContract {
    @Override
    protected GrowCriterion criterion() {
        return new RandomGrow(new RandomGrow.Options(0.1));
    }

    @Test
    void leavesTheDrawToTheEngineAndTreatsRegrownLinksAsNew() {
        assertThat(criterion().uniform()).isTrue();
        assertThat(criterion().regrownKeepsState()).isFalse();
    }

    @Test
    void startsNewLinksAtZeroUnlessToldOtherwise() {
        GrowCriterion plain = new RandomGrow(new RandomGrow.Options(0));
        for (long position = 0; position < 100; position++) {
            assertThat(plain.startValue(RandomStream.ofSeed(1), position)).isZero();
        }
    }

    @Test
    void drawsStartValuesFromANormalDistributionOfThatDeviation() {
        int n = 20_000;
        double sum = 0;
        double squares = 0;
        for (long position = 0; position < n; position++) {
            double value = criterion().startValue(RandomStream.ofSeed(1), position);
            sum += value;
            squares += value * value;
        }
        // Five standard errors of the mean and of the variance.
        assertThat(Math.abs(sum / n)).isLessThan(5 * 0.1 / Math.sqrt(n));
        assertThat(Math.abs(squares / n - 0.01)).isLessThan(5 * 0.01 * Math.sqrt(2.0 / n));
    }

    @Test
    void drawsAnotherValueInTheNextUpdate() {
        assertThat(criterion().startValue(RandomStream.ofSeed(1), 7))
                .isNotEqualTo(criterion().startValue(RandomStream.ofSeed(2), 7));
    }

    @Test
    void refusesANegativeDeviation() {
        assertThatThrownBy(() -> new RandomGrow.Options(-1)).hasMessage("deviation must be in [0, inf), was -1.0.");
    }
}
