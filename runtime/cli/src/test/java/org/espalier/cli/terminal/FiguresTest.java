package org.espalier.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "1023, 1023 B",
        "1024, 1.00 KiB",
        "26421880, 25.2 MiB",
        "1073741824, 1.00 GiB",
        "1048575, 1.00 MiB"
    })
    void writesBytesWithThreeDigits(long bytes, String text) {
        assertThat(Figures.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"45526|45,526", "999999|999,999", "1857536|1.86 million", "999999999999|1.00 trillion"})
    void writesLargeCountsInWords(double n, String text) {
        assertThat(Figures.large(n)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.84, 0.8 s", "9.94, 9.9 s", "9.96, 10 s", "59.4, 59 s", "185, 3 min 05 s", "7800, 2 h 10 min"})
    void writesDurationsAsPeopleSayThem(double seconds, String text) {
        assertThat(Figures.duration(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.9, 90.0 %", "0.9994, 99.9 %", "0.9996, 99.96 %", "0.9999955, 99.9996 %", "1, 100.0 %", "0, 0.0 %"})
    void whatIsNotQuiteTheWholeNeverReadsAsAHundredPercent(double share, String text) {
        assertThat(Figures.percent(share)).isEqualTo(text);
    }

    @Test
    void saysWhatWasNotMeasured() {
        assertThat(Figures.value(Double.NaN)).isEqualTo("not measured");
        assertThat(Figures.percent(Double.NaN)).isEqualTo("unknown");
        assertThat(Figures.duration(Double.POSITIVE_INFINITY)).isEqualTo("unknown");
    }
}
