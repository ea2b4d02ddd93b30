package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.espalier.api.border.TensorView;
import org.espalier.core.execution.RunLock;
import org.espalier.core.files.SafetensorsFiles;
import org.espalier.core.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What {@code espalier show} says of a run and of its model, and of what is neither. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShowCommandTest {
    private static final String TINY = """
            recipe('tiny') {
                param 'wanted', 0.0
                data { source 'strokes', train: 256, test: 64; batch 32 }
                model { input 28, 28, 1; flatten(); dense 'fc1', units: 16, activation: 'relu'; dense 'out', units: 10 }
                phase('train') {
                    train steps(8)
                    loss 'cross-entropy'
                    optimizer 'sgd', momentum: 0.9
                    learningRate 0.05
                    sparsify { layers 'fc*'; sparsity 0.8 }
                }
                expect { accuracy above: wanted, on: 'test' }
                export 'safetensors', to: 'model.safetensors'
            }
            """;

    private static final String RUN = "build/runs/tiny";
    private static final String MODEL = RUN + "/model.safetensors";

    private Path folder = Path.of("");

    @BeforeAll
    void aRunIsThere(@TempDir Path temp) throws IOException {
        folder = temp;
        Files.writeString(folder.resolve("tiny.groovy"), TINY);
        Session.Outcome outcome = type("run", "tiny.groovy", "--threads", "1");
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private Session.Outcome type(String... words) {
        return new Session(folder).type(words);
    }

    /** A copy of the run that a test may damage. */
    private Path copy(String name) throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        try (var files = Files.list(folder.resolve(RUN))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }

    private String digest(String run) throws IOException {
        Path summary = folder.resolve(run).resolve("summary.json");
        return Json.parse(Files.readString(summary), "summary").at("digest").text();
    }

    @Test
    void aRunThatIsDoneSaysWhatItReachedAndWhatMadeIt() {
        Session.Outcome outcome = type("show", RUN);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith(RUN + ": done.")
                .contains("params  wanted = 0.0", "8 of 8 steps  loss ", "model.safetensors", "strokes train")
                .containsPattern("accuracy +[01]\\.\\d{4} +on test")
                .containsPattern("budgets +\\S+ +sha256:[0-9a-f]{64}")
                .doesNotContain("resume");
    }

    @Test
    void aModelSaysWhatItHoldsAndWhatMadeIt() {
        Session.Outcome outcome = type("show", MODEL);
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .startsWith(MODEL + ": a model of the recipe 'tiny'.")
                .containsPattern("fc1\\.weight +16 x 784 +2,508 links +80\\.0 % sparse")
                .containsPattern("out\\.weight +10 x 16 +160 values +dense")
                .contains("strokes test", "Espalier", "backend");
    }

    @Test
    void asJsonBothSayTheSameOfTheirBundles() {
        Json run = Json.parse(type("show", RUN, "--json").out(), "run");
        Json model = Json.parse(type("show", MODEL, "--json").out(), "model");
        assertThat(run.at("status").text()).isEqualTo("done");
        assertThat(run.at("provenance").at("bundles").items()).isNotEmpty();
        assertThat(model.at("provenance").at("bundles"))
                .isEqualTo(run.at("provenance").at("bundles"));
        assertThat(model.at("tensors").items().getFirst().at("name").text()).isEqualTo("fc1.weight");
    }

    @Test
    void theStoredRecipeOfARunAndOfAModelGivesTheSameBitsAgain() throws IOException {
        String recipe = type("show", RUN, "--recipe").out();
        assertThat(type("show", MODEL, "--recipe").out()).isEqualTo(recipe);
        Files.writeString(folder.resolve("again.groovy"), recipe);
        Session.Outcome again = type("run", "again.groovy", "--run-dir", "again", "--threads", "3");
        assertThat(again.code()).isZero();
        assertThat(digest("again")).isEqualTo(digest(RUN));
        assertThat(folder.resolve("again/model.safetensors")).hasSameBinaryContentAs(folder.resolve(MODEL));
    }

    @Test
    void aRunInProgressNamesItsProcessAndItsFolderIsLeftAlone() throws IOException {
        Path running = copy("running");
        Files.delete(running.resolve("summary.json"));
        try (RunLock _ = RunLock.take(running, "tiny", InstantSource.system())) {
            Session.Outcome outcome = type("show", "running");
            assertThat(outcome.out())
                    .startsWith("running: running in process "
                            + ProcessHandle.current().pid());
            Session.Outcome run = type("run", "tiny.groovy", "--run-dir", "running");
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("in use by another run of this process", "--run-dir");
            assertThat(folder.resolve("running.1")).doesNotExist();
        }
    }

    @Test
    void aRunThatBrokeOffSaysWhoLeftIt() throws IOException {
        Path broken = copy("broken");
        Files.delete(broken.resolve("summary.json"));
        assertThat(type("show", "broken").out()).startsWith("broken: broke off. Its process was killed");
        Files.writeString(
                broken.resolve(RunLock.FILE),
                "{\"pid\":4711,\"host\":\"quince\",\"since\":\"2026-03-01T10:00:00Z\",\"recipe\":\"tiny\"}\n");
        assertThat(type("show", "broken").out())
                .startsWith(
                        "broken: broke off. It was run by process 4711 on quince (tiny, since 2026-03-01T10:00:00Z)")
                .contains("8 of 8 steps");
    }

    @Test
    void aRunThatFailedSaysWhy() throws IOException {
        Path failed = copy("failed");
        Path summary = failed.resolve("summary.json");
        String text = Files.readString(summary);
        Files.writeString(
                summary,
                text.replace("\"outcome\": \"DONE\"", "\"outcome\": \"FAILED\", \"error\": \"The disk is full.\""));
        assertThat(type("show", "failed").out()).startsWith("failed: failed. The disk is full.");
    }

    @Test
    void whatIsNeitherARunNorAModelIsASentence() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        Files.writeString(folder.resolve("notes.txt"), "notes");
        Files.writeString(folder.resolve("text.safetensors"), "this is not a safetensors file");
        assertSays(type("show", "nowhere"), 2, "There is no nowhere", "build/runs/quickstart");
        assertSays(type("show", "empty"), 1, "is not the folder of a run");
        assertSays(type("show", "notes.txt"), 2, "notes.txt is not a model");
        assertSays(type("show", "text.safetensors"), 1, "is not a safetensors file");
    }

    @Test
    void aDamagedRunOrModelNamesThePlace() throws IOException {
        Path damaged = copy("damaged");
        Files.writeString(damaged.resolve("recipe.groovy"), "recipe('other') {}\n");
        assertSays(type("show", "damaged", "--recipe"), 1, "recipe.groovy was changed");
        Path provenance = damaged.resolve("provenance.json");
        Files.writeString(provenance, Files.readString(provenance).replace("\"backend\"", "\"back\""));
        assertSays(type("show", "damaged"), 1, "provenance.json is damaged: backend is missing");
        byte[] model = Files.readAllBytes(folder.resolve(MODEL));
        Files.write(damaged.resolve("model.safetensors"), java.util.Arrays.copyOf(model, model.length / 2));
        assertSays(type("show", "damaged/model.safetensors"), 1, "ends at byte " + model.length / 2);
    }

    @Test
    void aModelOfSomethingElseShowsItsTensorsAndSaysSo() {
        Path foreign = folder.resolve("foreign.safetensors");
        TensorView tensor = new TensorView.Dense("w", new int[] {2, 2}, new float[] {1, 2, 3, 4});
        new SafetensorsFiles().write(foreign, List.of(tensor), java.util.Map.of("format", "pt"));
        Session.Outcome outcome = type("show", "foreign.safetensors");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("does not say what made it", "2 x 2");
        assertSays(type("show", "foreign.safetensors", "--recipe"), 1, "does not say what made it");
    }

    private static void assertSays(Session.Outcome outcome, int code, String... parts) {
        assertThat(outcome.err()).contains(parts);
        assertThat(outcome.code()).isEqualTo(code);
    }
}
