package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest implements DataSourceContract {
    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        try {
            return source("To be, or not to be: that is the question.\n", 5, 2, 0.25);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private TextSource source(String text, int context, int stride, double test) throws IOException {
        return source(text.getBytes(StandardCharsets.UTF_8), context, stride, test);
    }

    private TextSource source(byte[] text, int context, int stride, double test) throws IOException {
        Path file = folder.resolve("text.txt");
        Files.write(file, text);
        return new TextSource(new TextSource.Options(file, context, stride, test, TextSource.By.CHARACTERS, 0));
    }

    @Test
    void everyPositionIsLabelledWithTheCharacterThatFollows() throws IOException {
        Dataset data = source("abracadabra", 4, 1, 0).open();
        assertThat(data.shape()).containsExactly(4);
        assertThat(data.positions()).isEqualTo(4);
        assertThat(data.classNames()).containsExactly("a", "b", "c", "d", "r");
        assertThat(data.train().count()).isEqualTo(7);
        assertThat(data.test().count()).isZero();
        assertThat(features(data.train(), 2)).containsExactly(4, 0, 2, 0);
        assertThat(labels(data.train(), 2)).containsExactly(0, 2, 0, 3);
        assertThat(labels(data.train(), 6)).containsExactly(0, 1, 4, 0);
    }

    @Test
    void everyCharacterButTheFirstIsJudgedOnce() throws IOException {
        Dataset data = source("0123456789abcdef", 4, 0, 0.625).open();
        assertThat(data.train().count()).isEqualTo(2);
        assertThat(labels(data.train(), 1)).containsExactly(5, -1, -1, -1);
        assertThat(data.test().count()).isEqualTo(3);
        assertThat(features(data.test(), 0)).containsExactly(6, 7, 8, 9);
        assertThat(labels(data.test(), 2)).containsExactly(15, -1, -1, -1);
        assertThat(features(data.test(), 2)).containsExactly(14, 15, 0, 0);
    }

    /** Windows of two, five apart: at 0, 5 and 10; the fourth would begin at 15, where no label is left. */
    @Test
    void windowsMayBeFartherApartThanTheyAreLong() throws IOException {
        Dataset data = source("0123456789abcdef", 2, 5, 0).open();
        assertThat(data.train().count()).isEqualTo(3);
        float[] window = new float[2];
        data.train().features(2, window);
        assertThat(window).containsExactly(10, 11);
    }

    @Test
    void charactersBeyondTheFirstPlaneAreOne() throws IOException {
        Dataset data = source("a😀\n\\\0😀é", 3, 1, 0).open();
        assertThat(data.classNames()).containsExactly("\\u0000", "\\n", "\\\\", "a", "é", "😀");
        assertThat(features(data.train(), 0)).containsExactly(3, 5, 1);
    }

    @Test
    void saysWhereAFileIsNotUtf8() {
        assertThatThrownBy(() ->
                        source(new byte[] {'a', 'b', (byte) 0xff, 'c'}, 2, 1, 0).open())
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("text.txt is not UTF-8: byte 2 begins no character");
        assertThatThrownBy(() ->
                        source(new byte[] {'a', 'b', (byte) 0xc3}, 2, 1, 0).open())
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("byte 2");
    }

    @Test
    void saysWhenATextIsTooShort() {
        assertThatThrownBy(() -> source("abc", 2, 1, 0.5).open())
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("has 3 characters, of which 2 are to learn from and 1 to judge by");
        assertThatThrownBy(() -> source("", 2, 1, 0).open()).isInstanceOf(EspalierException.class);
    }

    @Test
    void tinyShakespeareHasSixtyFiveCharacters() {
        Optional<Path> file = Optional.ofNullable(System.getenv("ESPALIER_DATA"))
                .map(data -> Path.of(data, "tiny-shakespeare", "input.txt"))
                .filter(Files::isRegularFile);
        assumeTrue(file.isPresent(), "ESPALIER_DATA names no folder with tiny-shakespeare");
        TinyShakespeareSource source =
                new TinyShakespeareSource(new TinyShakespeareSource.Options(64, 1, 0.1), wanted -> file.orElseThrow());
        Dataset data = source.open();
        assertThat(data.targets()).isEqualTo(65);
        assertThat(data.train().count()).isEqualTo(1003855 - 64);
        assertThat(data.test().count()).isEqualTo((111539 - 1 + 63) / 64);
        assertThat(data.digests().values())
                .containsExactly("sha256:" + source.publicFiles().getFirst().sha256());
    }

    private static float[] features(Examples examples, int id) {
        float[] out = new float[examples.positions()];
        examples.features(id, out);
        return out;
    }

    private static int[] labels(Examples examples, int id) {
        int[] out = new int[examples.positions()];
        examples.labels(id, out);
        return out;
    }
}
