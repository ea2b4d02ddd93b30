package org.espalier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"steps(100)", "epochs(1.5)", "percent(75)"})
    void isReadAsItIsWritten(String text) {
        assertThat(Span.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "days(3)", "steps()", "steps(x)", "steps(1.5)", "percent(101)", "epochs(3", ""})
    void refusesWhatIsNotASpan(String text) {
        assertThatThrownBy(() -> Span.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
