package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.core.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
    private static final String RECIPE = """
            recipe('NAME') {
                param 'rate', 0.05
                data { source 'strokes', train: 256, test: 64; batch 32 }
                model { input 28, 28, 1; flatten(); dense 'out', units: 10 }
                phase('train') { train steps(STEPS); loss 'cross-entropy'; optimizer 'sgd'; learningRate rate }
            }
            """;
    private static final String STUDY = """
            study('longer-is-better') {
                runs 'long', 'short'
                vary rate: [0.02, 0.05]
                seeds 1, 2
                expect { accuracy of: 'long', above: 'short', by: BY }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeRecipes() throws IOException {
        Files.createDirectories(folder.resolve("recipes/studies"));
        write("recipes/long.groovy", RECIPE.replace("NAME", "long").replace("STEPS", "40"));
        write("recipes/short.groovy", RECIPE.replace("NAME", "short").replace("STEPS", "1"));
        write("recipes/studies/better.groovy", STUDY.replace("BY", "0.01"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Session.Outcome study() {
        return new Session(folder).type("study", "recipes/studies/better.groovy");
    }

    @Test
    void makesEveryRunOfEverySeedAndChecksTheClaims() throws IOException {
        Session.Outcome outcome = study();
        assertThat(outcome.err()).contains("Run 1 of 8: long, rate 0.02, seed 1");
        assertThat(outcome.out()).contains("longer-is-better: 8 runs, every claim holds.", "holds");
        assertThat(outcome.code()).isZero();
        Path written = folder.resolve("build/studies/longer-is-better");
        assertThat(written.resolve("results.md")).content().contains("| long | 0.05 |");
        Json json = Json.parse(Files.readString(written.resolve("study.json")), "study.json");
        assertThat(json.at("measurements").items()).hasSize(8);
        assertThat(written.resolve("long-rate-0.02-seed-2/summary.json")).exists();
    }

    @Test
    void doesNotRepeatWhatWasFinished() throws IOException {
        study();
        write("recipes/short.groovy", RECIPE.replace("NAME", "short").replace("STEPS", "2"));
        Session.Outcome again = study();
        assertThat(again.err().lines().filter(l -> l.contains("finished earlier")))
                .hasSize(4);
        assertThat(again.err()).contains("long, rate 0.05, seed 2: finished earlier");
        assertThat(again.code()).isZero();
    }

    @Test
    void endsWithThreeWhenAClaimDoesNotHold() throws IOException {
        write("recipes/studies/better.groovy", STUDY.replace("BY", "0.99"));
        Session.Outcome outcome = study();
        assertThat(outcome.out()).contains("not every claim holds", "DOES NOT HOLD");
        assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    void readsAllRecipesBeforeTheFirstRun() throws IOException {
        write("recipes/short.groovy", RECIPE.replace("'sgd'", "'sdg'"));
        Session.Outcome outcome = study();
        assertThat(outcome.err())
                .contains("short.groovy", "Did you mean 'sgd'?")
                .doesNotContain("Run 1");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void namesARecipeThatIsNotThere() throws IOException {
        Files.delete(folder.resolve("recipes/short.groovy"));
        Session.Outcome outcome = study();
        assertThat(outcome.err()).contains("better.groovy:2:", "There is no recipe 'short'");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void writesTheTableWhereItIsWanted() {
        Session.Outcome outcome = new Session(folder)
                .type("study", "recipes/studies/better.groovy", "--results", "docs/results/better.md");
        assertThat(outcome.code()).isZero();
        assertThat(folder.resolve("docs/results/better.md")).content().startsWith("# longer-is-better");
    }
}
