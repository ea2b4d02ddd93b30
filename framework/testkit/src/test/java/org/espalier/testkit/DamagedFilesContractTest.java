package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that do not keep the contract are found out. */
class DamagedFilesContractTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aReaderThatTellsPasses() {
        assertThatCode(() -> damage(path -> {
                    byte[] bytes = bytes(path);
                    if (bytes.length < 40 || bytes[0] != 7) {
                        throw new EspalierException(path + " is damaged.");
                    }
                    return new Labels(bytes[1] & 1);
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void aReaderThatFallsOverFails() {
        assertThatThrownBy(() -> damage(path -> new Labels(bytes(path)[39])))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ended in java.lang.ArrayIndexOutOfBoundsException");
    }

    @Test
    void aReaderThatDoesNotNameItsFileFails() {
        assertThatThrownBy(() -> damage(path -> {
                    throw new EspalierException("Something is damaged.");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Something is damaged.");
    }

    @Test
    void aReaderThatBelievesAHugeNumberFails() {
        assertThatThrownBy(() -> damage(path -> new Labels(new byte[80 << 20].length & 1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bytes allocated for");
    }

    @Test
    void aReaderWhoseLabelsAreOutOfRangeFails() {
        assertThatThrownBy(() -> damage(path -> new Labels(2))).isInstanceOf(AssertionError.class);
    }

    private void damage(Function<Path, Examples> reader) throws IOException {
        DamagedFilesContract contract = new DamagedFilesContract() {
            @Override
            public Map<String, byte[]> wholeFiles() {
                byte[] file = new byte[40];
                file[0] = 7;
                return Map.of("file", file);
            }

            @Override
            public DataSource source(Path folder) {
                return () -> {
                    Examples examples = reader.apply(folder.resolve("file"));
                    return new Dataset("one", List.of(1), 2, List.of("a", "b"), examples, examples, Map.of());
                };
            }
        };
        contract.damagedFilesAreReadOrToldInASentence(folder);
    }

    private static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One example of this class. */
    private record Labels(int label) implements Examples {
        @Override
        public int count() {
            return 1;
        }

        @Override
        public void features(int id, float[] out) {
            out[0] = 0;
        }

        @Override
        public int label(int id) {
            return label;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 0;
        }
    }
}
