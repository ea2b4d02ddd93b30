package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.plugins.data.CsvSource.Header;
import org.espalier.plugins.data.CsvSource.Learn;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest implements DataSourceContract {
    private static final String FLOWERS = """
            length,width,kind
            5.1,3.5,rose
            4.9,-3,"oak, red"
            1e-2,+7,rose
            """;

    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        return source(FLOWERS, "kind", Header.AUTO, ",", Learn.AUTO, List.of());
    }

    @Test
    void wordsBecomeClassesInTheOrderOfTheAlphabet() {
        Dataset data = source().open();
        assertThat(data.classNames()).containsExactly("oak, red", "rose");
        assertThat(data.shape()).containsExactly(2);
        assertThat(data.train().count()).isEqualTo(3);
        assertThat(data.test().count()).isZero();
        assertThat(data.train().label(1)).isZero();
        float[] row = new float[2];
        data.train().features(2, row);
        assertThat(row).containsExactly(0.01f, 7f);
    }

    @Test
    void aHeaderNamesTheFeatures() {
        assertThat(source().open().featureNames()).containsExactly("length", "width");
        assertThat(open("1,2,a\n3,4,b\n", "").featureNames()).isEmpty();
    }

    @Test
    void aTargetOfNumbersIsLearntAsANumber() {
        Dataset data = open("a,b,price\n1,2,30.5\n3,4,-1\n", "price");
        assertThat(data.classification()).isFalse();
        assertThat(data.targets()).isEqualTo(1);
        float[] target = new float[1];
        data.train().target(1, target);
        assertThat(target).containsExactly(-1f);
        assertThat(data.train().label(1)).isEqualTo(-1);
    }

    @Test
    void numbersCanBeClassesWhenTheRecipeSaysSo() {
        Dataset data = source("1,10\n2,9\n3,10\n", "", Header.NO, ",", Learn.CLASSES, List.of())
                .open();
        assertThat(data.classNames()).containsExactly("9", "10");
        assertThat(data.train().label(0)).isEqualTo(1);
    }

    @Test
    void aFirstRowWithANumberIsNoHeader() {
        Dataset data = open("5.1,rose\n4.9,oak\n", "2");
        assertThat(data.train().count()).isEqualTo(2);
        assertThat(open("5.1,oak\n", "").classNames()).containsExactly("oak");
    }

    @Test
    void readsTabsAnyLineEndAndAByteOrderMark() {
        Dataset data = source("\uFEFFy\tx\r\na\t1\r\n\r\nb\t2\r\n", "y", Header.AUTO, "tab", Learn.AUTO, List.of())
                .open();
        assertThat(data.classNames()).containsExactly("a", "b");
        assertThat(data.train().count()).isEqualTo(2);
    }

    @Test
    void leavesOutColumnsTheRecipeIgnores() {
        Dataset data = source("id,x,y\nq7,1,2\n", "y", Header.YES, ",", Learn.AUTO, List.of("id"))
                .open();
        assertThat(data.shape()).containsExactly(1);
    }

    @Test
    void namesLineAndColumnOfWhatIsNoNumber() {
        for (String cell : List.of("NaN", "Infinity", "1e99", "n/a", "0x1p3", "1f")) {
            fails(
                    "length,width,kind\n1,2,rose\n3," + cell + ",oak\n",
                    "kind",
                    ":3: column \"width\" holds \"" + cell
                            + "\", where a finite number is needed; mend it, or leave the"
                            + " column out with ignore: ['width']");
        }
        fails("length,width,kind\n1,,rose\n", "kind", ":2: column \"width\" is empty, where a finite number is needed");
    }

    @Test
    void whatIsMissingIsKeptWhenTheRecipeSaysSo() {
        fails("x,y,kind\n1,,a\n", "kind", "with ignore: ['y'], or say missing: 'keep'.");
        Dataset data = withTest("x,y,kind\n?,N/A,a\n,nan,b\n null ,4,a\n", "", Missing.KEEP);
        float[] row = new float[2];
        data.train().features(0, row);
        assertThat(row).containsExactly(Float.NaN, Float.NaN);
        data.train().features(2, row);
        assertThat(row).containsExactly(Float.NaN, 4);
    }

    @Test
    void readsATestOfTheSameColumns() {
        Dataset data = withTest(FLOWERS, "length,width,kind\n1,2,rose\n", Missing.REFUSE);
        assertThat(data.test().count()).isEqualTo(1);
        assertThat(data.test().label(0)).isEqualTo(1);
        assertThat(data.digests()).hasSize(2);
    }

    @Test
    void refusesATestOfOtherColumnsOrClasses() {
        assertThatThrownBy(() -> withTest(FLOWERS, "width,length,kind\n1,2,rose\n", Missing.REFUSE))
                .isInstanceOf(EspalierException.class)
                .hasMessage(folder.resolve("test.csv") + " has the columns width, length, kind, but "
                        + folder.resolve("table.csv") + " has length, width, kind; they must be the same.");
        assertThatThrownBy(() -> withTest(FLOWERS, "length,width,kind\n1,2,elm\n", Missing.REFUSE))
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith(
                        "test.csv:2: the class \"elm\" is none of the training table; a test has no other classes.");
    }

    private Dataset withTest(String text, String test, Missing missing) {
        try {
            Path file = Files.writeString(folder.resolve("table.csv"), text);
            Path judged = test.isEmpty() ? Path.of("") : Files.writeString(folder.resolve("test.csv"), test);
            return new CsvSource(new CsvSource.Options(
                            file, "kind", Header.AUTO, ",", Learn.AUTO, List.of(), judged, missing))
                    .open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void namesTheLineOfAnEmptyTarget() {
        fails("x,y\n1,a\n2, \n", "y", ":3: column \"y\" is empty, where a value is needed (it is the target).");
    }

    @Test
    void namesTheLineOfATargetThatIsNoNumber() {
        assertThatThrownBy(() -> source("x,y\n1,2\n\n3,b\n", "y", Header.YES, ",", Learn.NUMBER, List.of())
                        .open())
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(
                        ":4: column \"y\" holds \"b\", where a finite number is needed (it is the target).");
    }

    @Test
    void namesARaggedRow() {
        fails("a,b,c\n1,2,3\n4,5\n", "c", ":3 has 2 cells; the first row has 3.");
        fails("a,b,c\n\"1\n1\",2,3\n", "c", ":2: column \"a\" holds");
        fails("a,b,c\n1,2,3\n4,5,6,7\n", "c", ":3 has 4 cells; the first row has 3.");
    }

    @Test
    void namesAnUnknownTargetAndListsTheColumns() {
        fails(
                FLOWERS,
                "sort",
                " has no target \"sort\"; its columns are length, width, kind (a number from 1 to 3 names a column too).");
        fails(FLOWERS, "4", " has no target \"4\"");
        fails(FLOWERS, "0", " has no target \"0\"");
    }

    @Test
    void namesTwoColumnsOfOneName() {
        fails("a,b,a\n1,2,3\n", "b", ":1 has two columns called \"a\"; names must differ.");
    }

    @Test
    void refusesATableWithNothingToLearnFrom() {
        fails("", "y", " is empty; a table was expected.");
        fails("x,y\n", "y", " has a header but no rows.");
        fails("y\n1\n", "y", " has no column left to learn from beside the target \"y\".");
    }

    @Test
    void refusesTextThatIsNotUtf8() throws IOException {
        Path file = Files.write(folder.resolve("latin.csv"), "x,y\n1,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> source(file, "y", Header.AUTO, ",", Learn.AUTO, List.of())
                        .open())
                .isInstanceOf(EspalierException.class)
                .hasMessage(file + " is not UTF-8 text (byte 6); save it as UTF-8.");
    }

    @Test
    void refusesAFolderAMissingFileAndAnOddSeparator() {
        assertThatThrownBy(() -> source(folder, "y", Header.AUTO, ",", Learn.AUTO, List.of())
                        .open())
                .hasMessage(folder + " is a folder; the table must be a file.");
        Path missing = folder.resolve("missing.csv");
        assertThatThrownBy(() -> source(missing, "y", Header.AUTO, ",", Learn.AUTO, List.of())
                        .open())
                .hasMessage("There is no file " + missing + " to read the table from.");
        assertThatThrownBy(() -> source(missing, "y", Header.AUTO, ";;", Learn.AUTO, List.of()))
                .isInstanceOf(EspalierException.class)
                .hasMessage("separator must be one character (no quote or line break) or tab, was \";;\".");
    }

    @Property(tries = 60)
    void bringsBackEveryNumberWritten(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll long seed)
            throws IOException {
        RandomStream random = RandomStream.ofSeed(seed);
        float[][] written = new float[rows][width];
        List<String> lines = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            StringBuilder line = new StringBuilder();
            for (int f = 0; f < width; f++) {
                float value = Float.intBitsToFloat((int) random.bits((long) r * width + f));
                written[r][f] = Float.isFinite(value) ? value : f;
                line.append(written[r][f]).append(';');
            }
            lines.add(line + "c" + r % 3);
        }
        Path file = Files.createTempFile("espalier", ".csv");
        try {
            Files.write(file, lines);
            Dataset data =
                    source(file, "", Header.NO, ";", Learn.AUTO, List.of()).open();
            float[] row = new float[width];
            for (int r = 0; r < rows; r++) {
                data.train().features(r, row);
                assertThat(row).isEqualTo(written[r]);
                assertThat(data.classNames().get(data.train().label(r))).isEqualTo("c" + r % 3);
            }
        } finally {
            Files.delete(file);
        }
    }

    private void fails(String text, String target, String sentence) {
        assertThatThrownBy(() -> open(text, target))
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith(folder.resolve("table.csv").toString())
                .hasMessageContaining(sentence);
    }

    private Examples questions(String learned, String asked) {
        try {
            Path file = Files.writeString(folder.resolve("new.csv"), asked);
            return source(learned, "", Header.AUTO, ",", Learn.AUTO, List.of("no"))
                    .questions(file)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unanswerable(String learned, String asked, String sentence) {
        assertThatThrownBy(() -> questions(learned, asked))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("new.csv")
                .hasMessageContaining(sentence);
    }

    private static float[] row(Examples examples, int id) {
        float[] row = new float[2];
        examples.features(id, row);
        return row;
    }

    private static final String LEARNED = "no,length,width,kind\n1,2,3,rose\n2,4,5,oak\n";

    @Test
    void newRowsAreFoundByTheNamesOfTheirColumns() {
        Examples all = questions(LEARNED, "no,length,width,kind\n7,1,2,rose\n8,3,4,?\n");
        assertThat(all.count()).isEqualTo(2);
        assertThat(row(all, 1)).containsExactly(3, 4);
        assertThat(all.label(0)).isZero();
        assertThat(row(questions(LEARNED, "width,length\n1,2\n"), 0)).containsExactly(2, 1);
    }

    @Test
    void newRowsWithoutNamesMayLackTheTarget() {
        try {
            Path learned = Files.writeString(folder.resolve("plain.csv"), "1,9,2\n3,8,4\n");
            DataSource plain = source(learned, "2", Header.AUTO, ",", Learn.NUMBER, List.of());
            Path asked = Files.writeString(folder.resolve("new.csv"), "5,6\n7,8\n");
            assertThat(row(plain.questions(asked).orElseThrow(), 1)).containsExactly(7, 8);
            Files.writeString(asked, "5,0,6\n");
            assertThat(row(plain.questions(asked).orElseThrow(), 0)).containsExactly(5, 6);
            Files.writeString(asked, "5\n");
            assertThatThrownBy(() -> plain.questions(asked))
                    .hasMessageEndingWith(
                            "new.csv:1 has 1 cells; the table that was learned has 3, of which number 2 is the"
                                    + " target and may be left out.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void newRowsThatDoNotFitAreToldWithTheirPlace() {
        unanswerable(LEARNED, "", "is empty; a table was expected.");
        unanswerable(LEARNED, "length,width\n", "has a header but no rows.");
        unanswerable(
                LEARNED,
                "lenght,width\n1,2\n",
                "new.csv:1 should name the columns that were learned, each once; it lacks \"length\" and has \"lenght\","
                        + " \"width\".");
        unanswerable(
                LEARNED,
                "length,width,height\n1,2,3\n",
                "new.csv:1 has a column \"height\" that the table which was learned");
        unanswerable(LEARNED, "length,width\n1,2\n1\n", "new.csv:3 has 1 cells; the first row has 2.");
        unanswerable(
                LEARNED, "length,width\n1,x\n", "new.csv:2: column \"width\" holds \"x\", where a finite number is");
        unanswerable(LEARNED, "length,width\n1,\n", "new.csv:2: column \"width\" is empty, where a finite number is");
    }

    private Dataset open(String text, String target) {
        return source(text, target, Header.AUTO, ",", Learn.AUTO, List.of()).open();
    }

    private DataSource source(
            String text, String target, Header header, String separator, Learn learn, List<String> ignore) {
        try {
            Path file = Files.writeString(folder.resolve("table.csv"), text);
            return source(file, target, header, separator, learn, ignore);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataSource source(
            Path file, String target, Header header, String separator, Learn learn, List<String> ignore) {
        return new CsvSource(
                new CsvSource.Options(file, target, header, separator, learn, ignore, Path.of(""), Missing.REFUSE));
    }
}
