package org.espalier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpanTest {
    @Test
    void countsStepsInItsOwnUnit() {
        assertThat(Span.steps(100).toSteps(469, 4690)).isEqualTo(100);
        assertThat(Span.epochs(3).toSteps(469, 4690)).isEqualTo(1407);
        assertThat(Span.percent(75).toSteps(469, 4690)).isEqualTo(3518);
    }

    @Test
    void roundsPartsOfAnEpochToTheNearestStep() {
        assertThat(Span.epochs(0.5).toSteps(469, 4690)).isEqualTo(235);
        assertThat(Span.percent(0).toSteps(469, 4690)).isZero();
        assertThat(Span.percent(100).toSteps(469, 4690)).isEqualTo(4690);
    }

    @Test
    void isWrittenAsRecipesWriteIt() {
        assertThat(Span.steps(100)).hasToString("steps(100)");
        assertThat(Span.epochs(1.5)).hasToString("epochs(1.5)");
        assertThat(Span.percent(75)).hasToString("percent(75)");
    }

    @Test
    void refusesWhatIsNoStretchOfTraining() {
        assertThatThrownBy(() -> Span.steps(-1)).hasMessage("a span must be a finite number >= 0, was -1.0");
        assertThatThrownBy(() -> Span.epochs(Double.NaN)).hasMessage("a span must be a finite number >= 0, was NaN");
        assertThatThrownBy(() -> Span.percent(101)).hasMessage("percent must be in [0, 100], was 101.0");
        assertThatThrownBy(() -> new Span(1.5, Span.Unit.STEPS)).hasMessage("steps must be a whole number, was 1.5");
    }
}
