package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArffSourceTest implements DataSourceContract {
    private static final String WEATHER = """
            % weather, and whether people play
            @relation 'the weather'
            @attribute outlook {sunny, 'over cast', rain}
            @ATTRIBUTE temperature NUMERIC  % in degrees
            @attribute "wind speed" real
            @attribute play {yes,no}

            @data
            sunny, 30.5, 1e1, no
            'over cast',20,5,yes   % pleasant
            rain 15 2 yes
            {1 12, 3 no}
            """;

    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        return source(WEATHER, "", List.of(), Missing.REFUSE);
    }

    @Test
    void listedValuesBecomeAFeatureEachAndNumbersOne() {
        Dataset data = source().open();
        assertThat(data.shape()).containsExactly(5);
        assertThat(row(data, 0)).containsExactly(1, 0, 0, 30.5f, 10);
        assertThat(row(data, 1)).containsExactly(0, 1, 0, 20, 5);
        assertThat(row(data, 2)).containsExactly(0, 0, 1, 15, 2);
    }

    @Test
    void aSparseRowLacksZerosAndFirstValues() {
        Dataset data = source().open();
        assertThat(row(data, 3)).containsExactly(1, 0, 0, 12, 0);
        assertThat(data.train().label(3)).isEqualTo(1);
    }

    @Test
    void aFeatureIsCalledAfterItsAttributeAndItsWord() {
        assertThat(source().open().featureNames())
                .containsExactly("outlook=sunny", "outlook=over cast", "outlook=rain", "temperature", "wind speed");
    }

    @Test
    void classesAreInTheOrderInWhichTheyAreDeclared() {
        Dataset data = source().open();
        assertThat(data.classNames()).containsExactly("yes", "no");
        assertThat(data.train().label(0)).isEqualTo(1);
        assertThat(data.train().label(1)).isZero();
    }

    @Test
    void aNumberIsLearntAsANumber() {
        Dataset data =
                source(WEATHER, "wind speed", List.of("1"), Missing.REFUSE).open();
        float[] target = new float[1];
        data.train().target(1, target);
        assertThat(data.classification()).isFalse();
        assertThat(target).containsExactly(5);
        assertThat(data.shape()).containsExactly(3);
    }

    @Test
    void whatIsMissingIsRefusedOrKept() {
        String gaps = WEATHER + "?,?,1,yes\n";
        fails(
                gaps,
                ":13: \"outlook\" is missing; mend it, leave it out with ignore: ['outlook'], or say missing: 'keep'.");
        Dataset kept = source(gaps, "", List.of(), Missing.KEEP).open();
        assertThat(row(kept, 4)).containsExactly(Float.NaN, Float.NaN, Float.NaN, Float.NaN, 1);
        assertThatThrownBy(() -> source(WEATHER + "sunny,1,1,?\n", "", List.of(), Missing.KEEP)
                        .open())
                .hasMessageEndingWith(":13: the target \"play\" is missing.");
    }

    @Test
    void whatIsIgnoredIsNotLookedAt() {
        String text = WEATHER.replace("rain 15 2 yes", "rain 15 strong yes");
        assertThat(source(text, "", List.of("wind speed"), Missing.REFUSE)
                        .open()
                        .features())
                .isEqualTo(4);
        fails(text, ":11: \"wind speed\" is \"strong\"; it must be a finite number.");
    }

    @Test
    void readsATestOfTheSameAttributes() {
        Path test = write("test.arff", WEATHER.replace("sunny, 30.5", "rain, 3"));
        assertThat(open(write("train.arff", WEATHER), test).test().count()).isEqualTo(4);
        Path other = write("other.arff", WEATHER.replace("{yes,no}", "{no,yes}"));
        assertThatThrownBy(() -> open(write("train.arff", WEATHER), other))
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith("; they must be the same, with the same values.");
    }

    @Test
    void namesTheLineOfWhatIsWrong() {
        fails(WEATHER + "fog,1,1,no\n", ":13: \"outlook\" is \"fog\"; it must be one of sunny, over cast, rain.");
        fails(WEATHER + "sunny,1,1\n", ":13: the value of \"play\" is missing at the end of the line.");
        fails(WEATHER + "sunny,1,1,no,2\n", ":13: the row goes on after its last value; there are 4 attributes.");
        fails(WEATHER + "{4 1}\n", ":13: \"4\" should be the number of an attribute, from 0 to 3, each at most once.");
        fails(WEATHER + "{1 1,1 2}\n", ":13: \"1\" should be the number of an attribute");
        fails(WEATHER + "'sunny,1,1,no\n", ":13: the quote at character 1 (the value of \"outlook\") has no end.");
        fails("@relation r\n@attribute a tensor\n", ":2: \"a\" has the type \"tensor\"; allowed are numeric");
        fails("@attribute a real\n@attribute a real\n", ":2: there is an attribute \"a\" already; names must differ.");
        fails("@attribute a {x,y\n", ":1: the list of values has no closing brace.");
        fails("@attribute a {x,x}\n", ":1: a value stands twice in the list.");
        fails("hello\n", ":1: @relation, @attribute or @data should begin here, not \"hello\".");
        fails("@data\n", ":1: the data begin before any @attribute is declared.");
        fails("@attribute a real\n", " is not an ARFF file, or was cut off: it has no line @data.");
        fails("@attribute a real\n@attribute b real\n@data\n", " has no row after @data.");
        fails(
                "@attribute t string\n@attribute a real\n@data\n'x',1\n",
                ": the attribute \"t\" is text or a date, of which no feature can be made; leave it out with ignore:"
                        + " ['t'].");
        fails(
                "@attribute a real\n@attribute t date yyyy\n@data\n1,2\n",
                ": the target \"t\" is text or a date; it must be a number or have its values listed.");
    }

    private void fails(String text, String sentence) {
        assertThatThrownBy(() -> source(text, "", List.of(), Missing.REFUSE).open())
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith(folder.resolve("table.arff").toString())
                .hasMessageContaining(sentence);
    }

    private static float[] row(Dataset data, int id) {
        float[] row = new float[data.features()];
        data.train().features(id, row);
        return row;
    }

    private static Dataset open(Path train, Path test) {
        return new ArffSource(new ArffSource.Options(train, "", List.of(), test, Missing.REFUSE)).open();
    }

    private DataSource source(String text, String target, List<String> ignore, Missing missing) {
        return new ArffSource(new ArffSource.Options(write("table.arff", text), target, ignore, Path.of(""), missing));
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
