package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibsvmSourceTest implements DataSourceContract {
    private static final String ROWS = """
            +1 1:0.5 3:-2e1
            -1 2:1   # a comment

            -1
            """;

    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        return source(ROWS, "", 0, 1, MatSource.Learn.CLASSES);
    }

    @Test
    void whatIsNotNamedIsZero() {
        Dataset data = source().open();
        assertThat(data.shape()).containsExactly(3);
        assertThat(row(data, 0)).containsExactly(0.5f, 0, -20);
        assertThat(row(data, 1)).containsExactly(0, 1, 0);
        assertThat(row(data, 2)).containsExactly(0, 0, 0);
    }

    @Test
    void labelsAreClassesBySize() {
        Dataset data = source().open();
        assertThat(data.classNames()).containsExactly("-1", "1");
        assertThat(data.train().label(0)).isEqualTo(1);
        assertThat(data.train().label(2)).isZero();
    }

    @Test
    void labelsCanBeNumbersToPredict() {
        Dataset data =
                source("0.25 1:1\n-3 1:2\n", "", 0, 1, MatSource.Learn.NUMBER).open();
        float[] target = new float[1];
        data.train().target(1, target);
        assertThat(data.classification()).isFalse();
        assertThat(target).containsExactly(-3);
    }

    @Test
    void trainingAndTestHaveTheFeaturesOfBoth() {
        Dataset data = source(ROWS, "1 7:1\n", 0, 1, MatSource.Learn.CLASSES).open();
        assertThat(data.shape()).containsExactly(7);
        assertThat(row(data, 1)).containsExactly(0, 1, 0, 0, 0, 0, 0);
        assertThat(data.test().count()).isEqualTo(1);
        assertThat(data.digests()).hasSize(2);
    }

    @Test
    void theNumberOfFeaturesCanBeSaid() {
        assertThat(source(ROWS, "", 9, 1, MatSource.Learn.CLASSES).open().features())
                .isEqualTo(9);
        assertThatThrownBy(() -> source(ROWS, "", 2, 1, MatSource.Learn.CLASSES).open())
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith(
                        "rows.svm has the index 3, but there are 2 features from 1 on; give 'features' more.");
    }

    @Test
    void indicesCanCountFromZero() {
        Dataset data =
                source("1 0:5\n2 1:6\n", "", 0, 0, MatSource.Learn.CLASSES).open();
        assertThat(row(data, 0)).containsExactly(5, 0);
        fails(
                "1 0:5\n",
                ":1: the index 0 stands there, but the first one is 1; say firstIndex: 0 if they count from 0.");
    }

    @Test
    void namesTheLineOfWhatIsWrong() {
        fails("1 1:1\nx 1:1\n", ":2: the label is \"x\"; it must be a finite number.");
        fails("1 1:1\n1,2 1:1\n", ":2: the label is \"1,2\"; it must be a finite number.");
        fails("1 1:1 2\n", ":1: \"2\" should be index:value.");
        fails("1 qid:3 1:1\n", ":1: the index \"qid\" should be a whole number.");
        fails("1 2:1 2:1\n", ":1: the index 2 follows 2; they must ascend.");
        fails("1 2:nan\n", ":1: the value of index 2 is \"nan\"; it must be a finite number.");
        fails("1 999999999:1\n", ":1: the index 999999999 is too high; at most 16777216 features are read.");
        fails("\n# nothing\n", " has no rows.");
        assertThatThrownBy(() ->
                        source(ROWS, "2 1:1\n", 0, 1, MatSource.Learn.CLASSES).open())
                .isInstanceOf(EspalierException.class)
                .hasMessageEndingWith(
                        "test.svm:1: the label 2.0 is none of the training rows; a test has no other classes.");
    }

    private void fails(String text, String sentence) {
        assertThatThrownBy(() -> source(text, "", 0, 1, MatSource.Learn.CLASSES).open())
                .isInstanceOf(EspalierException.class)
                .hasMessage(folder.resolve("rows.svm") + sentence);
    }

    private static float[] row(Dataset data, int id) {
        float[] row = new float[data.features()];
        data.train().features(id, row);
        return row;
    }

    private DataSource source(String text, String test, int features, int firstIndex, MatSource.Learn learn) {
        try {
            Path file = Files.writeString(folder.resolve("rows.svm"), text);
            Path judged = test.isEmpty() ? Path.of("") : Files.writeString(folder.resolve("test.svm"), test);
            return new LibsvmSource(new LibsvmSource.Options(file, judged, features, firstIndex, learn));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
