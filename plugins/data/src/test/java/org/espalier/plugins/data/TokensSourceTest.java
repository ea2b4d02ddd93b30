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

class TokensSourceTest implements DataSourceContract {
    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        return source("1 403 7\n261 378 432 383\t286 261 376", 0.4);
    }

    private DataSource source(String text, double test) {
        try {
            Path file = Files.writeString(folder.resolve("tokens.txt"), text);
            return new TokensSource(new TokensSource.Options(file, 512, 3, 0, test));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyPositionIsLabelledWithTheTokenThatFollows() {
        Dataset data = source().open();
        assertThat(data.targets()).isEqualTo(512);
        assertThat(data.train().count()).isEqualTo(2);
        assertThat(data.test().count()).isOne();
        float[] window = new float[3];
        int[] labels = new int[3];
        data.train().features(1, window);
        data.train().labels(1, labels);
        assertThat(window).containsExactly(261, 378, 432);
        assertThat(labels).containsExactly(378, 432, -1);
        data.test().features(0, window);
        assertThat(window).containsExactly(383, 286, 261);
    }

    private void refused(String text, String sentence) {
        DataSource source = source(text, 0);
        assertThatThrownBy(source::open).isInstanceOf(EspalierException.class).hasMessageEndingWith(sentence);
    }

    @Test
    void whatIsNoTokenIsToldWithItsLine() {
        refused("1 2\n3 512", "tokens.txt:2 has \"512\" where the number of a token from 0 to 511 should be.");
        refused("1 2\n\n-3", "tokens.txt:3 has \"-3\" where the number of a token from 0 to 511 should be.");
        refused("once upon a time", "tokens.txt:1 has \"once\" where the number of a token from 0 to 511 should be.");
        refused(
                "7",
                "tokens.txt has 1 tokens, of which 1 are to learn from and 0 to judge by; each part needs at least 2 (a"
                        + " token and the one after it).");
    }
}
