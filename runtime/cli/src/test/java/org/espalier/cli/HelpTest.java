package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    private static final Path GOLDEN = Path.of("src/test/resources/org/espalier/cli/help");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "new",
                "import",
                "check",
                "plan",
                "show",
                "evaluate",
                "predict",
                "study",
                "bench",
                "bench kernels",
                "plugins",
                "plugins list",
                "plugins describe",
                "plugins add",
                "data",
                "data list",
                "data describe",
                "version"
            })
    void isAsItWasRead(String command) throws IOException {
        List<String> words = new ArrayList<>(Arrays.asList(command.isEmpty() ? new String[0] : command.split(" ")));
        words.add("--help");
        Session.Outcome outcome = new Session(folder).type(words.toArray(String[]::new));
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err()).isEmpty();
        String name = command.isEmpty() ? "espalier" : command.replace(' ', '-');
        GoldenFile.assertSame(GOLDEN.resolve(name + ".txt"), outcome.out());
    }

    @Test
    void isShownWhenNoCommandIsGiven() {
        Session.Outcome outcome = new Session(folder).type();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("Commands:", "quickstart");
    }

    @Test
    void fitsInEightyColumns() {
        for (String command : List.of(
                "run", "new", "import", "check", "plan", "show", "evaluate", "predict", "study", "bench", "version")) {
            assertThat(new Session(folder).type(command, "--help").out().lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        }
    }
}
