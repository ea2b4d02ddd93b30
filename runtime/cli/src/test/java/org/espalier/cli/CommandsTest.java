package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as a person types them, with the real engine. */
class CommandsTest {
    private static final String TINY = """
            recipe('tiny') {
                param 'wanted', 0.0
                data { source 'strokes', train: 256, test: 64; split validation: 0.25; batch 32 }
                model { input 28, 28, 1; flatten(); dense 'fc1', units: 16, activation: 'relu'; dense 'out', units: 10 }
                phase('train') {
                    train steps(8)
                    loss 'cross-entropy'
                    optimizer 'sgd', momentum: 0.9
                    learningRate 0.05
                    sparsify {
                        layers 'fc*'
                        sparsity 0.8
                        update every: steps(3)
                        replace 0.3
                        prune 'magnitude'
                        grow 'gradient'
                    }
                }
                expect { accuracy above: wanted, on: 'test' }
                export 'safetensors', to: 'model.safetensors'
                report 'accuracy', 'sparsity-by-layer'
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private Session.Outcome type(String... words) {
        return new Session(folder).type(words);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void aRunWritesItsFolderAndEndsWithZero() throws IOException {
        write("tiny.groovy", TINY);
        Session.Outcome outcome = type("run", "tiny.groovy");
        assertThat(outcome.err()).contains("phase 'train': 8 steps", "wrote model.safetensors");
        assertThat(outcome.out())
                .startsWith("tiny: done in")
                .contains("expected accuracy on test above 0.0", "met", "Written to build/runs/tiny: report.html");
        assertThat(outcome.code()).isZero();
        Path run = folder.resolve("build/runs/tiny");
        assertThat(run.resolve("report.html")).content().contains("Accuracy by epoch");
        Json summary = Json.parse(Files.readString(run.resolve("summary.json")), "summary.json");
        assertThat(summary.at("outcome").text()).isEqualTo("DONE");
    }

    @Test
    void theMissingReportOfARunThatIsOverIsWrittenWithTheSameFigures() throws IOException {
        write("tiny.groovy", TINY);
        type("run", "tiny.groovy");
        Path run = folder.resolve("build/runs/tiny");
        String report = beforeTheRecipe(run.resolve("report.html"));
        assertThat(type("resume", "build/runs/tiny").err()).contains("is over; there is nothing to go on with");

        Files.delete(run.resolve("report.html"));
        Session.Outcome outcome = type("resume", "build/runs/tiny");
        assertThat(outcome.err()).contains("The run is over; only its report was missing and is written now.");
        assertThat(outcome.out()).startsWith("tiny: done in");
        assertThat(outcome.code()).isZero();
        assertThat(beforeTheRecipe(run.resolve("report.html"))).isEqualTo(report);
    }

    /** A run that was taken up knows the canonical form of its recipe alone. */
    private static String beforeTheRecipe(Path report) throws IOException {
        String page = Files.readString(report);
        return page.substring(0, page.indexOf("<pre"));
    }

    @Test
    void aMissedExpectationEndsWithThree() throws IOException {
        write("tiny.groovy", TINY);
        Session.Outcome outcome = type("run", "tiny.groovy", "--set", "wanted=0.9999");
        assertThat(outcome.out()).contains("NOT MET");
        assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    void anEarlierRunIsMovedAndNeverOverwritten() throws IOException {
        write("tiny.groovy", TINY);
        type("run", "tiny.groovy", "--quiet");
        write("build/runs/tiny/of-mine.txt", "kept");
        Session.Outcome second = type("run", "tiny.groovy");
        Session.Outcome third = type("run", "tiny.groovy");
        assertThat(second.err()).contains("The earlier run was moved to build/runs/tiny.1.");
        assertThat(third.err()).contains("The earlier run was moved to build/runs/tiny.2.");
        assertThat(folder.resolve("build/runs/tiny.1/of-mine.txt")).hasContent("kept");
    }

    @Test
    void aFolderOfTheUsersIsLeftAlone() throws IOException {
        write("tiny.groovy", TINY);
        write("papers/thesis.txt", "mine");
        Session.Outcome outcome = type("run", "tiny.groovy", "--run-dir", "papers");
        assertThat(outcome.err()).contains("The folder papers holds files that no run has written");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(folder.resolve("papers")).isDirectoryContaining("glob:**thesis.txt");
    }

    @Test
    void everyEventIsALineOfJsonWhenAskedFor() throws IOException {
        write("tiny.groovy", TINY);
        Session.Outcome outcome = type("run", "tiny.groovy", "--json");
        assertThat(outcome.err()).isEmpty();
        List<Json> events =
                outcome.out().lines().map(line -> Json.parse(line, "stdout")).toList();
        assertThat(events.getFirst().at("event").text()).isEqualTo("Started");
        assertThat(events.getLast().at("event").text()).isEqualTo("Finished");
        assertThat(events.getLast().at("summary").at("outcome").text()).isEqualTo("DONE");
    }

    @Test
    void aRunIsMeasuredAgainWithTheSameResult() throws IOException {
        write("tiny.groovy", TINY);
        type("run", "tiny.groovy");
        Json summary = Json.parse(Files.readString(folder.resolve("build/runs/tiny/summary.json")), "summary.json");
        Json again = Json.parse(type("evaluate", "build/runs/tiny", "--json").out(), "stdout");
        assertThat(again.at("metrics").at("accuracy").number())
                .isEqualTo(summary.at("metrics").at("test").at("accuracy").number());
    }

    @Test
    void aPlanShowsWhatWouldBeDone() throws IOException {
        write("tiny.groovy", TINY);
        Session.Outcome outcome = type("plan", "tiny.groovy", "--no-timing", "--threads", "1");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("LAYER", "fc1", "16 x 784", "whole network", "the machine has", "TOPOLOGY UPDATES")
                .contains("Defaults in force", "A step, in this order");
    }

    @Test
    void checkTellsEveryMistakeOfEveryFileAndEndsWithTwo() throws IOException {
        write("good.groovy", TINY);
        write("bad.groovy", TINY.replace("'sgd'", "'sdg'").replace("momentum", "momentun"));
        Session.Outcome outcome = type("check", "good.groovy", "bad.groovy");
        assertThat(outcome.out()).contains("good.groovy: no mistakes.", "1 of 2 files has mistakes.");
        assertThat(outcome.err()).contains("bad.groovy:8:", "Did you mean 'sgd'?", "^^^");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void aWrongRecipeNeverStartsTraining() throws IOException {
        write("bad.groovy", TINY.replace("units: 16", "unit: 16"));
        Session.Outcome outcome = type("run", "bad.groovy");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("bad.groovy:4:");
        assertThat(folder.resolve("build")).doesNotExist();
    }

    @Test
    void anUnknownParamIsToldWithTheClosestName() throws IOException {
        write("tiny.groovy", TINY);
        Session.Outcome outcome = type("run", "tiny.groovy", "--set", "wanted=0.1", "--set", "wantde=0.1");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("wantde", "wanted");
    }

    @Test
    void aRecipeOfOnesOwnIsCopiedAndRenamed() {
        Session.Outcome made = type("new", "mine", "--from", "quickstart");
        assertThat(made.code()).isZero();
        assertThat(folder.resolve("mine.groovy"))
                .content()
                .contains("recipe('mine')")
                .doesNotContain("recipe('quickstart')");
        assertThat(type("check", "mine.groovy").code()).isZero();
        assertThat(type("new", "mine").err()).contains("There is a file mine.groovy already");
        assertThat(type("new", "other", "--from", "quikstart").err()).contains("Did you mean 'quickstart'?");
        assertThat(type("new", "No Good").code()).isEqualTo(2);
    }

    @Test
    void pluginsAreListedAndDescribed() {
        assertThat(type("plugins", "list").out()).contains("KIND", "optimizer", "sgd", "erk");
        assertThat(type("plugins", "describe", "sgd").out()).contains("optimizer 'sgd'", "momentum", "[0, 1)");
        assertThat(type("plugins", "describe", "prune", "random").out())
                .contains("prune 'random'")
                .doesNotContain("grow 'random'");
        Session.Outcome unknown = type("plugins", "describe", "magnitud");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("Did you mean 'magnitude'?");
    }

    @Test
    void theReadmesRecipeIsRight() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        int from = readme.indexOf("```groovy\n") + "```groovy\n".length();
        write("mine.groovy", readme.substring(from, readme.indexOf("```", from)));
        Session.Outcome outcome = type("check", "mine.groovy");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }

    @Test
    void everyRecipeInTheRepositoryIsRight() throws IOException {
        Path recipes = Path.of("../../recipes").toAbsolutePath().normalize();
        List<String> words = new java.util.ArrayList<>(List.of("check"));
        try (var files = Files.walk(recipes)) {
            files.filter(f -> f.toString().endsWith(".groovy"))
                    .map(Path::toString)
                    .forEach(words::add);
        }
        Session.Outcome outcome = type(words.toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
    }
}
