package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.espalier.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchKernelsCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private Session.Outcome kernels(String... options) {
        List<String> line = new ArrayList<>(List.of("bench", "kernels", "--small", "--seconds", "0.001"));
        line.addAll(List.of(options));
        return new Session(folder).type(line.toArray(String[]::new));
    }

    @Test
    void printsEveryKernelAndTheLayersAndWritesThem() throws IOException {
        Session.Outcome outcome = kernels("--backend", "scalar");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("turn 5 of 5").doesNotContain("There is a file");
        assertThat(outcome.out())
                .contains("scalar: plain Java", "sparseProduct", "GFLOP/s", "128x96", "DENSE / SPARSE");
        Json json = Json.parse(Files.readString(folder.resolve("build/bench/kernels-scalar.json")), "kernels");
        assertThat(json.at("kernels").items())
                .extracting(kernel -> kernel.at("kernel").text())
                .contains("denseProduct", "attend", "embed", "lstm", "crossEntropy");
        assertThat(json.at("kernels").items())
                .allSatisfy(kernel -> assertThat(kernel.at("rate").number()).isPositive());
        assertThat(json.at("layers")
                        .items()
                        .getFirst()
                        .at("weightGradient")
                        .at("denseKernel")
                        .text())
                .endsWith("WeightGradient");
    }

    @Test
    void aRecipeOfTheSameNameIsNotForgottenSilently() throws IOException {
        Files.writeString(folder.resolve("kernels"), "recipe('kernels') {}");
        Session.Outcome outcome = kernels("--backend", "nothing-like-it");
        assertThat(outcome.err()).contains("There is a file kernels here; './kernels' names it as a recipe.");
        assertThat(new Session(folder).type("bench", "./kernels").err()).doesNotContain("There is a file");
    }

    @Test
    void anOptionBeforeTheWordIsRefused() {
        Session.Outcome outcome = new Session(folder).type("bench", "--steps", "3", "kernels");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("'--steps' stands before 'kernels'");
    }

    @Test
    void aBackendThatDoesNotExistIsNamed() {
        Session.Outcome outcome = kernels("--backend", "simt");
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.err()).contains("simt").contains("simd");
    }

    @Test
    void noTimeIsRefused() {
        Session.Outcome outcome = new Session(folder).type("bench", "kernels", "--seconds", "0");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--seconds takes a number above 0, not 0.0.");
    }

    @Test
    void withoutARecipeAndWithoutTheWordThereIsNothingToTime() {
        Session.Outcome outcome = new Session(folder).type("bench");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("espalier bench needs RECIPE.");
    }
}
