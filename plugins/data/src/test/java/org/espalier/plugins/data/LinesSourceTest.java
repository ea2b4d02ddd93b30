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

class LinesSourceTest implements DataSourceContract {
    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        return source("ada\nbo\n\nabba\r\nod\nda\nob\nbob\n", 0, 0.4);
    }

    @Test
    void aLineIsPredictedFromItsBeginningToItsEnd() {
        Dataset data = source("ab\nb\n", 0, 0).open();
        assertThat(data.classNames()).containsExactly("\\n", "a", "b");
        assertThat(data.shape()).containsExactly(3);
        assertThat(features(data, 0)).containsExactly(0, 1, 2);
        assertThat(labels(data, 0)).containsExactly(1, 2, 0);
        assertThat(features(data, 1)).containsExactly(0, 2, 0);
        assertThat(labels(data, 1)).containsExactly(2, 0, -1);
    }

    @Test
    void aLineThatIsTooLongIsCut() {
        Dataset data = source("abba\nb\n", 2, 0).open();
        assertThat(features(data, 0)).containsExactly(0, 1);
        assertThat(labels(data, 0)).containsExactly(1, 2);
    }

    @Test
    void everyLineIsLearntOrJudged() {
        Dataset data = source().open();
        assertThat(data.train().count() + data.test().count()).isEqualTo(7);
        assertThat(data.test().count()).isPositive();
    }

    @Test
    void aTextWithoutLinesIsRefused() {
        assertThatThrownBy(() -> source("\n \n", 0, 0).open())
                .isInstanceOf(EspalierException.class)
                .hasMessage(folder.resolve("lines.txt") + " has no line that is not empty.");
    }

    private static float[] features(Dataset data, int id) {
        float[] out = new float[data.features()];
        data.train().features(id, out);
        return out;
    }

    private static int[] labels(Dataset data, int id) {
        int[] out = new int[data.positions()];
        data.train().labels(id, out);
        return out;
    }

    private DataSource source(String text, int context, double test) {
        try {
            Path file = Files.writeString(folder.resolve("lines.txt"), text);
            return new LinesSource(new LinesSource.Options(file, context, test, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
