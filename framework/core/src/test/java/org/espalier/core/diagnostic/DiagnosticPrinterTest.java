package org.espalier.core.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticPrinterTest {
    private static final Diagnostic MISTAKE = new Diagnostic(
            DiagnosticId.UNKNOWN_WORD,
            new Place("a.groovy", 2, 5, 9),
            "There is no word 'optimiser' in phase.",
            "Did you mean 'optimizer'?");

    @Test
    void showsPlaceLineCaretHintAndPage() {
        String printed = plain(List.of("phase {", "    optimiser 'sgd'")).print(List.of(MISTAKE));

        assertThat(printed).isEqualTo("""
                        a.groovy:2:5: error E101: There is no word 'optimiser' in phase.
                            2 |     optimiser 'sgd'
                              |     ^^^^^^^^^
                              Did you mean 'optimizer'?

                        1 mistake. Pages: docs/errors/E101.md
                        """);
    }

    @Test
    void coloursOnlyWhenAsked() {
        List<String> source = List.of("phase {", "    optimiser 'sgd'");
        String coloured = new DiagnosticPrinter(true, file -> source).print(List.of(MISTAKE));

        assertThat(coloured).contains("\u001B[1;31merror E101\u001B[0m", "\u001B[1;31m^^^^^^^^^\u001B[0m");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
                .isEqualTo(plain(source).print(List.of(MISTAKE)));
    }

    @Test
    void keepsTabsSoThatTheCaretStandsUnderTheWord() {
        assertThat(plain(List.of("{", "\t\t\t\toptimiser 'sgd'")).print(List.of(MISTAKE)))
                .contains("      | \t\t\t\t^^^^^^^^^\n");
    }

    @Test
    void leavesTheExcerptOutWhereThereIsNoSource() {
        Diagnostic setting = new Diagnostic(
                DiagnosticId.UNKNOWN_PARAM, new Place("--set a=1", 0, 0, 1), "The recipe declares no param 'a'.", "");

        assertThat(new DiagnosticPrinter(false).print(List.of(setting, MISTAKE)))
                .isEqualTo("""
                        --set a=1: error E401: The recipe declares no param 'a'.

                        a.groovy:2:5: error E101: There is no word 'optimiser' in phase.
                              Did you mean 'optimizer'?

                        2 mistakes. Pages: docs/errors/E101.md docs/errors/E401.md
                        """);
    }

    @Test
    void cutsLongLinesAroundThePlace() {
        String line = "a".repeat(500) + "HERE" + "b".repeat(500);
        Diagnostic far = new Diagnostic(DiagnosticId.SYNTAX, new Place("a", 1, 501, 4), "Wrong.", "");

        List<String> printed = plain(List.of(line)).print(List.of(far)).lines().toList();

        assertThat(printed.get(1).length()).isLessThan(140);
        assertThat(printed.get(2).indexOf('^')).isEqualTo(printed.get(1).indexOf("HERE"));
    }

    @Test
    void neverPassesControlCharactersOn() {
        Diagnostic rude = new Diagnostic(DiagnosticId.SYNTAX, new Place("a", 1, 1, 1), "A \u001B[2J name.", "\u0007");

        assertThat(plain(List.of("x\u001B[2Jy")).print(List.of(rude))).doesNotContain("\u001B", "\u0007");
    }

    private static DiagnosticPrinter plain(List<String> source) {
        return new DiagnosticPrinter(false, file -> source);
    }
}
