package org.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.espalier.api.RandomStream;
import org.espalier.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of one's own, as a person looks at them and learns from them. */
class DataCommandsTest {
    private static final RandomStream RANDOM = RandomStream.ofSeed(1);
    private static final int SIZE = 20;

    @TempDir
    private Path folder = Path.of("");

    private Session.Outcome type(String... words) {
        return new Session(folder).type(words);
    }

    @Test
    void theTableOfTheReadmeIsLearntAsPrinted() throws IOException {
        writeLeaves();
        runReadmes("leaves");
    }

    @Test
    void thePicturesOfTheReadmeAreLearntAsPrinted() throws IOException {
        drawSigns();
        runReadmes("signs");
    }

    private void runReadmes(String name) throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        int from = readme.indexOf("recipe('" + name + "')");
        Files.writeString(folder.resolve(name + ".groovy"), readme.substring(from, readme.indexOf("```", from)));
        Session.Outcome outcome = type("run", name + ".groovy");
        assertThat(outcome.out()).contains("expected accuracy on test above 0.8");
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    @Test
    void aTableIsDescribedWithItsGaps() throws IOException {
        Files.writeString(folder.resolve("t.csv"), "x,y,kind\n1,2.5,ash\n,4,elm\n3,8,ash\n");
        Session.Outcome outcome = type("data", "describe", "t.csv");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("""
                t.csv: rows of 2 features, 2 classes

                  SPLIT  EXAMPLES  MISSING VALUES
                  train         3               1

                  CLASS  IN TRAIN
                  ash           2
                  elm           1

                  FEATURE  FROM   MEAN  TO  MISSING
                  x           1      2   3        1
                  y         2.5  4.833   8

                  EXAMPLE  x    y    CLASS
                        0  1  2.5    ash
                        1  ?    4    elm
                """);
    }

    @Test
    void featuresWithoutNamesHaveNumbersAndLongNamesAreCut() throws IOException {
        Files.writeString(folder.resolve("t.csv"), "1,2.5,7\n3,4,8\n");
        assertThat(type("data", "describe", "t.csv").out())
                .contains("\n        0     1", "  EXAMPLE  0    1    TARGET");
        Files.writeString(folder.resolve("u.csv"), "median income of a household,price\n1,7\n3,8\n");
        assertThat(type("data", "describe", "u.csv").out())
                .contains("\n  median income of a…     1", "  EXAMPLE  median income of a…    TARGET");
        assertThat(type("data", "describe", "u.csv", "--json").out())
                .contains("\"featureNames\":[\"median income of a household\"]");
    }

    @Test
    void aNumberToPredictHasARange() throws IOException {
        Files.writeString(folder.resolve("t.tsv"), "a\tprice\n1\t10\n2\t30\n");
        assertThat(type("data", "describe", "t.tsv").out())
                .contains("t.tsv: rows of 1 features, a number to predict", "TARGET FROM", "10    20  30");
    }

    @Test
    void picturesAreDrawn() throws IOException {
        drawSigns();
        Session.Outcome outcome = type("data", "describe", "signs", "height=8", "width=8");
        assertThat(outcome.out()).contains("signs: pictures of 8 x 8 x 1 numbers, 2 classes", "circle    cross", "▒");
        assertThat(outcome.out()).doesNotContain("\u001b");
    }

    @Test
    void textIsShownAsText() throws IOException {
        Files.writeString(folder.resolve("poem.txt"), "the cat and the dog and the cow and the hen and the pig\n");
        assertThat(type("data", "describe", "poem.txt", "by=words", "context=4", "test=0")
                        .out())
                .contains("sequences of 4 tokens", "0: the cat and the");
        assertThat(type("data", "describe", "poem.txt", "context=7", "test=0").out())
                .contains("0: the cat");
    }

    @Test
    void aRecipeShowsWhatItsNetworkGets() throws IOException {
        writeLeaves();
        Files.writeString(folder.resolve("mine.groovy"), """
                recipe('mine') {
                    param 'held', 0.5
                    data { source 'csv', file: 'leaves.csv'; prepare 'standardize'; split validation: held, stratified: true }
                    model { input 4; dense 'out', units: 3 }
                    phase('train') { train epochs(1); loss 'cross-entropy'; optimizer 'sgd'; learningRate 0.1 }
                }
                """);
        Json whole = Json.parse(
                type("data", "describe", "mine.groovy", "--set", "held=0.25", "--json")
                        .out(),
                "out");
        assertThat(whole.at("splits").items())
                .extracting(split -> split.at("name").text() + " "
                        + (int) split.at("examples").number())
                .containsExactly("train 90", "validation 30");
        assertThat(whole.at("splits").items().getLast().at("classes").items())
                .extracting(Json::number)
                .containsExactly(10.0, 10.0, 10.0);
        assertThat(whole.at("features").items().getFirst().at("mean").number()).isBetween(-1e-5, 1e-5);
    }

    @Test
    void mistakesAreToldInASentence() throws IOException {
        Files.writeString(folder.resolve("t.data"), "1,2\n");
        fails("There is no source and no file 'stroke'. Did you mean 'strokes'?", "stroke");
        fails("name the source as well, for example: espalier data describe csv file=t.data", "t.data");
        fails("The source 'strokes' has no option 'trian'.", "strokes", "trian=5");
        fails("takes a whole number", "strokes", "train=many");
        fails("The source 'csv' needs the option 'file'", "csv");
        fails("Options are given as NAME=VALUE, for example target=price, not 'target'.", "csv", "target");
        fails("--set changes a param of a recipe", "strokes", "--set", "train=3");
        fails("There is no file mine.groovy.", "mine.groovy");
    }

    private void fails(String sentence, String... words) {
        String[] command = new String[words.length + 2];
        command[0] = "data";
        command[1] = "describe";
        System.arraycopy(words, 0, command, 2, words.length);
        Session.Outcome outcome = type(command);
        assertThat(outcome.err()).contains(sentence);
        assertThat(outcome.code()).isEqualTo(2);
    }

    /** Leaves of three trees, 40 of each. */
    private void writeLeaves() throws IOException {
        StringBuilder table = new StringBuilder("length,width,stem,teeth,tree\n");
        for (int i = 0; i < 120; i++) {
            int tree = i % 3;
            for (int f = 0; f < 4; f++) {
                table.append(3 + 2 * ((tree + f) % 3) + RANDOM.gaussian(4L * i + f))
                        .append(',');
            }
            table.append("oak ash elm".split(" ")[tree]).append('\n');
        }
        Files.writeString(folder.resolve("leaves.csv"), table);
    }

    /** Crosses and circles at many places, 24 of each. */
    private void drawSigns() throws IOException {
        for (int i = 0; i < 48; i++) {
            boolean cross = i % 2 == 0;
            BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
            int x = 7 + (int) RANDOM.below(6, 2L * i);
            int y = 7 + (int) RANDOM.below(6, 2L * i + 1);
            for (int k = -5; k <= 5; k++) {
                double angle = k * Math.PI / 5.5;
                int across = cross ? k : (int) Math.round(5 * Math.cos(angle));
                int down = cross ? k : (int) Math.round(5 * Math.sin(angle));
                image.setRGB(x + across, y + down, 0xffffff);
                if (cross) {
                    image.setRGB(x + k, y - k, 0xffffff);
                }
            }
            Path file = folder.resolve(cross ? "signs/cross" : "signs/circle").resolve(i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
    }
}
