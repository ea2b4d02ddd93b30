package org.espalier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
    @Test
    void includesSquareEndsAndExcludesRoundOnes() {
        Interval interval = Interval.parse("[0, 1)");
        assertThat(interval.contains(0)).isTrue();
        assertThat(interval.contains(1)).isFalse();
        assertThat(interval.contains(Math.nextDown(1.0))).isTrue();
        assertThat(interval.contains(Double.NaN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[0, 1)", "(0, inf)", "(-inf, 2.5]"})
    void isWrittenAsItWasRead(String text) {
        assertThat(Interval.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0, 1", "[0 1]", "[a, b]", "[0, 1", "[]", "["})
    void refusesOtherNotations(String text) {
        assertThatThrownBy(() -> Interval.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a range is written like [0, 1)");
    }

    @Test
    void refusesEndsInTheWrongOrder() {
        assertThatThrownBy(() -> Interval.parse("[2, 1]")).hasMessageContaining("from the smaller to the larger");
    }
}
