package org.espalier.plugins.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.core.files.LibraryFolders;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzSourceTest implements DataSourceContract {
    private static final byte[] X = NpzFiles.floats("3, 2", 1, 2, 3, 4, 5, -6.5f);
    private static final byte[] Y = NpzFiles.longs("3,", 0, 2, 1);

    @TempDir
    Path folder;

    @Override
    public DataSource source() {
        return source(Map.of("x_train", X, "y_train", Y), "");
    }

    @Test
    void readsFloatsAndWholeNumberLabels() {
        Dataset data = source().open();
        float[] row = new float[2];
        data.train().features(2, row);
        assertThat(row).containsExactly(5f, -6.5f);
        assertThat(data.train().label(1)).isEqualTo(2);
        assertThat(data.classNames()).containsExactly("0", "1", "2");
    }

    @Test
    void readsPicturesOfBytesAndATestSet() {
        byte[] pictures = NpzFiles.npy("|u1", "2, 2, 2", new byte[] {0, 1, 2, 3, (byte) 255, (byte) 128, 7, 8});
        byte[] labels = NpzFiles.npy("|u1", "2,", new byte[] {1, 0});
        Dataset data = source(Map.of("x_train", pictures, "y_train", labels, "x", pictures, "y", labels), "x")
                .open();
        assertThat(data.shape()).containsExactly(2, 2, 1);
        assertThat(data.test().count()).isEqualTo(2);
        float[] row = new float[4];
        data.test().features(1, row);
        assertThat(row).containsExactly(255f, 128f, 7f, 8f);
    }

    @Test
    void targetsOfFloatsAreNumbers() {
        Dataset data = source(Map.of("x_train", X, "y_train", NpzFiles.floats("3,", 1.5f, -2, 0)), "")
                .open();
        assertThat(data.classification()).isFalse();
        float[] target = new float[1];
        data.train().target(0, target);
        assertThat(target).containsExactly(1.5f);
    }

    @Test
    void namesAMissingArrayAndThoseThereAre() {
        fails(Map.of("x", X, "y", Y), " has no array \"x_train\"; it has x, y.");
    }

    @Test
    void namesWhatDoesNotFitTogether() {
        fails(
                Map.of("x_train", X, "y_train", NpzFiles.longs("2,", 0, 1)),
                ": 3 examples, but targets of shape [2]; there must be one target for each example.");
        fails(
                Map.of("x_train", X, "y_train", NpzFiles.longs("3,", 0, -1, 0)),
                ": label -1 of example 1 is out of range; labels must be in [0, 65536).");
        fails(
                Map.of("x_train", NpzFiles.floats("3, 2", 1, 2, 3, Float.NaN, 5, 6), "y_train", Y),
                ": feature 1 of example 1 is NaN; a finite number is needed.");
    }

    @Test
    void namesTheByteWhereAnArrayWasCutOff() {
        for (int length = 0; length < X.length; length++) {
            fails(Map.of("x_train", Arrays.copyOf(X, length), "y_train", Y), "byte");
        }
        fails(
                Map.of("x_train", Arrays.copyOf(X, X.length - 1), "y_train", Y),
                "x_train.npy ends at byte " + (X.length - 1) + "; its shape (3, 2) of type <f4 should end at byte "
                        + X.length + ".");
    }

    @Test
    void refusesTypesAndSizesItCannotRead() {
        fails(Map.of("x_train", NpzFiles.npy("|O", "3,", new byte[24]), "y_train", Y), "holds values of type |O;");
        fails(
                Map.of("x_train", NpzFiles.npy("<f4", "9999999999, 9999999999", new byte[4]), "y_train", Y),
                "has shape (9999999999, 9999999999): arrays of 1 to");
    }

    @Test
    void readsNoMoreThanAHeaderDeclares() {
        fails(
                Map.of("x_train", NpzFiles.npy("<f4", "3, 2", new byte[64 << 20]), "y_train", Y),
                "x_train.npy goes on after byte " + X.length + "; its shape (3, 2) of type <f4 should end at byte");
        fails(
                Map.of("x_train", NpzFiles.npy("|u1", "2000000000", new byte[4]), "y_train", Y),
                "x_train.npy can unpack to no more than ");
        byte[] longHeader = X.clone();
        longHeader[6] = 2;
        longHeader[10] = 1;
        fails(Map.of("x_train", Arrays.copyOf(longHeader, 70_000), "y_train", Y), "has a header of ");
    }

    @Test
    void neverFailsWithoutASentenceWhereAZipWasCutOff() throws IOException {
        byte[] whole = NpzFiles.zip(Map.of("x_train", X, "y_train", Y));
        Path cut = folder.resolve("cut.npz");
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> source(cut, "").open())
                    .isInstanceOf(EspalierException.class)
                    .hasMessageStartingWith(cut.toString());
        }
    }

    @Test
    void namesAMissingFileAndAFolder() {
        assertThatThrownBy(() -> source(folder, "").open())
                .hasMessage(folder + " is a folder; an npz file was expected.");
        assertThatThrownBy(() -> source(folder.resolve("no"), "").open())
                .hasMessage("There is no file " + folder.resolve("no") + ".");
    }

    @Test
    void saysWhereNd4jBelongsWhenItIsNotInstalled() throws IOException {
        Path file = NpzFiles.write(folder.resolve("a.npz"), Map.of("x_train", X, "y_train", Y));
        DataSource source = new NpzSource(
                new NpzSource.Options(file, "x_train", "y_train", "", ""),
                new LibraryFolders(List.of(folder.resolve("libraries")), ClassLoader.getPlatformClassLoader()));
        assertThatThrownBy(source::open)
                .isInstanceOf(EspalierException.class)
                .hasMessage("The library nd4j is not installed: its jars are neither on the class path nor in "
                        + folder.resolve("libraries/nd4j") + ".");
    }

    private void fails(Map<String, byte[]> arrays, String sentence) {
        assertThatThrownBy(() -> source(arrays, "").open())
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith(folder.resolve("data.npz").toString())
                .hasMessageContaining(sentence);
    }

    private DataSource source(Map<String, byte[]> arrays, String test) {
        try {
            return source(NpzFiles.write(folder.resolve("data.npz"), arrays), test);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataSource source(Path file, String test) {
        return new NpzSource(
                new NpzSource.Options(file, "x_train", "y_train", test, test.isEmpty() ? "" : "y"),
                NpzFiles.onTheClassPath());
    }
}
