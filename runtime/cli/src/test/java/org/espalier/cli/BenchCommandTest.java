package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.espalier.core.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchCommandTest {
    private static final String RECIPE = """
            recipe('small') {
                data { source 'strokes', train: 64, test: 16; batch 16 }
                model { input 28, 28, 1; flatten(); dense 'fc', units: 20, activation: 'relu'; dense 'out', units: 10 }
                phase('train') {
                    train epochs(1)
                    loss 'cross-entropy'
                    optimizer 'sgd'
                    learningRate 0.01
                    sparsify { layers 'fc'; sparsity 0.9; update every: steps(2); replace 0.3; prune 'magnitude'; grow 'gradient' }
                }
            }
            """;
    private static final String RIVAL = """
            echo starting
            echo '{"step_ms": {"q1": 2, "median": 4, "q3": 5}, "peak_mb": 3}'
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeFiles() throws IOException {
        Files.writeString(folder.resolve("small.groovy"), RECIPE);
        Files.writeString(folder.resolve("rival.sh"), RIVAL);
    }

    private Session.Outcome bench(String... options) {
        List<String> line = new ArrayList<>(List.of("bench", "small.groovy", "--turns", "2", "--steps", "3"));
        line.addAll(List.of(options));
        return new Session(folder).type(line.toArray(String[]::new));
    }

    @Test
    void timesThreeWaysOfTrainingInTurnsWithAnotherProgram() throws IOException {
        Session.Outcome outcome = bench("--against", "sh rival.sh");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("turn 2 of 2: sparse", "turn 1 of 2: sh rival.sh 250.0 steps/s");
        assertThat(outcome.out()).contains("dense", "masked", "sparse", "STEPS/S", "1,768", "Milliseconds of a step");
        Json json = Json.parse(Files.readString(folder.resolve("build/bench/small.json")), "small.json");
        assertThat(json.at("contenders").items())
                .extracting(c -> c.at("name").text())
                .containsExactly("dense", "masked", "sparse", "sh rival.sh");
        assertThat(json.at("contenders").items())
                .extracting(c -> (long) c.at("links").number())
                .containsExactly(15_880L, 1_768L, 1_768L, 0L);
        assertThat(folder.resolve("build/bench/small.svg"))
                .content()
                .startsWith("<svg")
                .contains("masked");
    }

    @Test
    void aProgramThatFailsIsNamedWithWhatItSaid() {
        Session.Outcome outcome = bench("--against", "echo lost >&2; exit 3");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("\"echo lost >&2; exit 3\" ended with exit code 3", "lost");
    }

    @Test
    void aProgramThatSaysNoMillisecondsIsNamedWithWhatIsMissing() {
        Session.Outcome outcome = bench("--against", "echo '{\"steps_per_s\": 3}'");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err()).contains("docs/bench.md").contains("step_ms");
    }

    @Test
    void noTurnsAreRefused() {
        Session.Outcome outcome = new Session(folder).type("bench", "small.groovy", "--turns", "0");
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.err()).contains("at least one turn of at least one step");
    }
}
