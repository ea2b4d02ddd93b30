package org.espalier.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Times by links were measured with 10 % and with 50 % of 1000 positions. */
class ProductTrialTest {
    @Test
    void findsWhereTheTimeByLinksMeetsTheOther() {
        assertThat(ProductTrial.denseFrom(1, 5, 4, 1000)).isCloseTo(400, within(1L));
        assertThat(ProductTrial.denseFrom(1, 5, 7, 1000)).isCloseTo(700, within(1L));
    }

    @Test
    void readsEveryPositionFromTheFirstLinkOnWhereLinksNeverPay() {
        assertThat(ProductTrial.denseFrom(3, 5, 1, 1000)).isZero();
    }

    @Test
    void goesByLinksWhereTheyPayEvenWithAllOfThem() {
        assertThat(ProductTrial.denseFrom(1, 5, 11, 1000)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void takesTheFasterWayWhereLinksMakeNoDifference() {
        assertThat(ProductTrial.denseFrom(2, 2, 1, 1000)).isZero();
        assertThat(ProductTrial.denseFrom(2, 2, 3, 1000)).isEqualTo(Long.MAX_VALUE);
    }
}
