package org.espalier.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    @ParameterizedTest
    @CsvSource({"0.59, 0.905", "0.3, 1.45", "-3, 7", "0, 1e-6", "12345, 98765", "0.9, 0.9", "0, 0"})
    void coversTheRangeWithAFewRoundTicks(double least, double most) {
        Axis axis = Axis.covering(least, most, 6);
        assertThat(axis.from()).isLessThanOrEqualTo(least);
        assertThat(axis.to()).isGreaterThanOrEqualTo(most - 1e-12);
        assertThat(axis.ticks()).hasSizeBetween(2, 7);
        assertThat(axis.ticks().getLast())
                .isCloseTo(axis.to(), org.assertj.core.data.Offset.offset(axis.step() * 1e-6));
    }

    @Test
    void labelsTicksWithTheDigitsOfTheStep() {
        Axis axis = Axis.covering(0.55, 0.95, 6);
        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("0.5", "0.6", "0.7", "0.8", "0.9", "1.0");
    }

    @Test
    void countsEpochsInWholeNumbers() {
        assertThat(Axis.whole(1, 3, 11).ticks()).containsExactly(1.0, 2.0, 3.0);
    }
}
