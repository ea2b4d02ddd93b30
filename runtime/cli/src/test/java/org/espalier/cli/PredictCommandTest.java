package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model that was trained on a table answers for new rows. */
class PredictCommandTest {
    private static final String RECIPE = """
            recipe('NAME') {
                data { source 'csv', file: 'NAME.csv'; prepare 'standardize'; split test: 0.25; batch 2 }
                model { input 2; dense 'out', units: UNITS }
                phase('train') {
                    train epochs(200)
                    loss 'LOSS'
                    optimizer 'sgd'
                    learningRate 0.1
                }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeTables() throws IOException {
        write(
                "kinds.csv",
                "a,b,kind\n1,2,\"up, left\"\n3,9,\"up, left\"\n5,4,down\n9,1,down\n2,8,\"up, left\"\n8,3,down\n");
        write("sums.csv", "a,b,sum\n1,2,3\n3,9,12\n5,4,9\n9,1,10\n2,8,10\n8,3,11\n1,1,2\n0,3,3\n");
        write("new.csv", "b,a\n9,1\n1,9\n");
        recipe("kinds", 2, "cross-entropy");
        recipe("sums", 1, "squared-error");
    }

    private void recipe(String name, int units, String loss) throws IOException {
        write(
                name + ".groovy",
                RECIPE.replace("NAME", name)
                        .replace("UNITS", Integer.toString(units))
                        .replace("LOSS", loss));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private Session.Outcome type(String... words) {
        Session.Outcome outcome = new Session(folder).type(words);
        assertThat(outcome.err()).doesNotContain("\tat ", "Exception");
        return outcome;
    }

    @Test
    void aClassComesWithTheProbabilityOfEach() {
        assertThat(type("run", "kinds.groovy").code()).isZero();
        Session.Outcome outcome = type("predict", "build/runs/kinds", "--data", "new.csv");
        assertThat(outcome.code()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("class,down,\"up, left\"");
        assertThat(lines.get(1)).startsWith("\"up, left\",");
        assertThat(lines.get(2)).startsWith("down,");
        String[] cells = lines.get(2).split(",");
        assertThat(Float.parseFloat(cells[1])).isBetween(0.8f, 1f);
        assertThat(Float.parseFloat(cells[1]) + Float.parseFloat(cells[2])).isBetween(0.999f, 1.001f);
    }

    @Test
    void aNumberIsWrittenToTheFileThatIsNamed() throws IOException {
        assertThat(type("run", "sums.groovy").code()).isZero();
        Session.Outcome outcome = type("predict", "build/runs/sums", "--data", "new.csv", "--to", "answers.csv");
        assertThat(outcome.out().strip()).isEqualTo("2 answers written to answers.csv");
        List<String> lines = Files.readAllLines(folder.resolve("answers.csv"));
        assertThat(lines.getFirst()).isEqualTo("prediction");
        assertThat(Float.parseFloat(lines.get(1))).isBetween(9f, 11f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "predict build/runs/none --data new.csv|There is no folder build/runs/none; name the folder of a run",
                "predict kinds.groovy|espalier predict needs a table of new rows, for example --data new.csv.",
                "predict kinds.groovy --data none.csv|There is no file none.csv.",
                "predict kinds.groovy --data .|. is a folder; name a table in it.",
                "predict kind.groovy --data new.csv|There is no file kind.groovy. Did you mean kinds.groovy?",
                "predict . --data new.csv --set a=1|--set gives values to the params of a recipe",
            })
    void aMistakeIsToldInASentence(String words, String sentence) {
        Session.Outcome outcome = type(words.split(" "));
        assertThat(outcome.err()).contains(sentence);
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void aTableOfOtherColumnsIsToldWithItsLine() throws IOException {
        assertThat(type("run", "kinds.groovy").code()).isZero();
        write("new.csv", "a,c\n1,2\n");
        Session.Outcome outcome = type("predict", "build/runs/kinds", "--data", "new.csv");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("new.csv:1 should name the columns that were learned, each once; it lacks \"b\"");
    }

    @Test
    void aRecipeThatBeginsWithRandomValuesAnswersNothing() {
        Session.Outcome outcome = type("predict", "kinds.groovy", "--data", "new.csv");
        assertThat(outcome.err())
                .contains("The recipe 'kinds' begins with random values. Name the folder of a run of it");
    }
}
