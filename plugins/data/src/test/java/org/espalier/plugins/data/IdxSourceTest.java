package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest implements DataSourceContract {
    private static final Path NONE = Path.of("");

    @TempDir
    Path folder;

    private Path images;
    private Path labels;

    @BeforeEach
    void writeGoodFiles() throws IOException {
        images = write("images.gz", IdxBytes.gzip(IdxBytes.images(5, 3, 4)));
        labels = write("labels", IdxBytes.labels(0, 2, 1, 2, 0));
    }

    @Override
    public DataSource source() {
        return source(0);
    }

    @Test
    void readsBytesAsNumbersFromZeroToOne() {
        Dataset data = source().open();
        float[] row = new float[12];
        data.train().features(2, row);
        assertThat(row[0]).isEqualTo(((37 * 24 + 11) & 0xff) / 255f);
        assertThat(data.shape()).containsExactly(3, 4, 1);
        assertThat(data.targets()).isEqualTo(3);
        assertThat(data.train().label(1)).isEqualTo(2);
        assertThat(data.test().count()).isZero();
    }

    @Test
    void readsATestSet() throws IOException {
        Path testImages = write("ti", IdxBytes.images(2, 3, 4));
        Path testLabels = write("tl.gz", IdxBytes.gzip(IdxBytes.labels(1, 2)));
        Dataset data = open(images, labels, testImages, testLabels, 0);
        assertThat(data.test().count()).isEqualTo(2);
        assertThat(data.digests()).hasSize(4);
    }

    @Test
    void refusesTestImagesOfAnotherShape() throws IOException {
        Path testImages = write("ti", IdxBytes.images(2, 4, 3));
        Path testLabels = write("tl", IdxBytes.labels(1, 2));
        assertThatThrownBy(() -> open(images, labels, testImages, testLabels, 0))
                .isInstanceOf(EspalierException.class)
                .hasMessage(testImages + " has examples of shape [4, 3, 1], but " + images
                        + " has [3, 4, 1]; they must be the same.");
    }

    @Test
    void refusesTestImagesWithoutLabels() {
        assertThatThrownBy(() -> new IdxSource.Options(images, labels, images, NONE, 0))
                .hasMessage("testImages and testLabels belong together; only testImages was given.");
    }

    @Test
    void namesAMissingFile() {
        Path missing = folder.resolve("nothing-here");
        assertThatThrownBy(() -> open(missing, labels))
                .isInstanceOf(EspalierException.class)
                .hasMessage("There is no file " + missing + " to read the training images from.");
    }

    @Test
    void namesAFolderGivenAsAFile() {
        assertThatThrownBy(() -> open(folder, labels))
                .isInstanceOf(EspalierException.class)
                .hasMessage(folder + " is a folder; the training images must be a file.");
    }

    @Test
    void namesAWrongMagicNumber() {
        assertThatThrownBy(() -> open(images, images))
                .isInstanceOf(EspalierException.class)
                .hasMessage(images + " is not an IDX file of the training labels: it begins with 0x00000803 (byte 0),"
                        + " allowed is 0x00000801.");
    }

    @Test
    void namesACountMismatch() throws IOException {
        Path four = write("four", IdxBytes.labels(0, 1, 2, 0));
        assertThatThrownBy(() -> open(images, four))
                .isInstanceOf(EspalierException.class)
                .hasMessage(images + " has 5 images, but " + four + " has 4 labels; there must be as many.");
    }

    @Test
    void namesALabelOutOfRange() {
        assertThatThrownBy(() -> source(2).open())
                .isInstanceOf(EspalierException.class)
                .hasMessage(labels + ": label 2 of example 1 (byte 9 of the IDX data) is out of range; labels must be"
                        + " in [0, 2).");
    }

    @Test
    void namesTheByteWherePlainDataEnds() throws IOException {
        byte[] whole = IdxBytes.images(5, 3, 4);
        Path cut = write("cut", Arrays.copyOf(whole, 40));
        assertThatThrownBy(() -> open(cut, labels)).hasMessageContaining("can hold at most 24");
        for (int length = 0; length < whole.length; length++) {
            write("cut", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> open(cut, labels))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining(cut.toString())
                    .hasMessageContaining("byte");
        }
    }

    @Test
    void namesTheByteWhereGzipWasCutOff() throws IOException {
        byte[] whole = IdxBytes.gzip(IdxBytes.images(50, 3, 4));
        Path cut = folder.resolve("cut.gz");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> open(cut, labels))
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining(cut.toString())
                    .hasMessageContaining("byte");
        }
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> open(cut, labels))
                .hasMessageContaining("of 616 of the unpacked data")
                .hasMessageContaining("The gzip file was cut off at its byte " + whole.length / 2 + ".");
    }

    @Test
    void noticesEveryChangedByteOfPackedData() throws IOException {
        byte[] whole = IdxBytes.gzip(IdxBytes.images(50, 3, 4));
        Path changed = folder.resolve("changed.gz");
        int gzipHeader = 10;
        for (int i = gzipHeader; i < whole.length; i++) {
            byte[] bytes = whole.clone();
            bytes[i] ^= 0x10;
            Files.write(changed, bytes);
            assertThatThrownBy(() -> open(changed, labels))
                    .as("byte %d changed", i)
                    .isInstanceOf(EspalierException.class)
                    .hasMessageContaining(changed.toString());
        }
    }

    @Test
    void refusesSizesThatTheFileCannotHold() throws IOException {
        Path hostile =
                write("hostile", IdxBytes.of(0x803, new int[] {0x7fffffff, 0x7fffffff, 0x7fffffff}, new byte[9]));
        assertThatThrownBy(() -> open(hostile, labels))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("declares sizes [2147483647] (up to byte 8)")
                .hasMessageContaining("can hold at most");
        Path negative = write("negative", IdxBytes.of(0x803, new int[] {5, -3, 4}, new byte[60]));
        assertThatThrownBy(() -> open(negative, labels))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("size 2 at byte 8 is 4294967293; it must be between 1 and 2147483647.");
    }

    @Test
    void refusesBytesAfterTheEnd() throws IOException {
        byte[] whole = IdxBytes.images(5, 3, 4);
        Path longer = write("longer", Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> open(longer, labels))
                .isInstanceOf(EspalierException.class)
                .hasMessage(longer + " goes on after byte 76, where its header says it ends.");
    }

    @Test
    void aGzipFileThatUnpacksToMoreThanItsHeaderSaysIsNotUnpacked() throws IOException {
        byte[] whole = IdxBytes.images(5, 3, 4);
        Path bomb = write("bomb.gz", IdxBytes.gzip(Arrays.copyOf(whole, 64 << 20)));
        assertThatThrownBy(() -> open(bomb, labels))
                .isInstanceOf(EspalierException.class)
                .hasMessage(bomb + " goes on after byte 76 of the unpacked data, where its header says it ends.");
    }

    @Test
    void aFileTheHeapHasNoRoomForIsTold() {
        assertThatThrownBy(() -> new InputFile(images, "the images").space(Integer.MAX_VALUE))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining(
                        "images.gz (the images) needs 2147483647 bytes, for which the Java heap has no room");
    }

    private DataSource source(int classes) {
        return new IdxSource(new IdxSource.Options(images, labels, NONE, NONE, classes));
    }

    private static Dataset open(Path images, Path labels) {
        return open(images, labels, NONE, NONE, 0);
    }

    private static Dataset open(Path images, Path labels, Path testImages, Path testLabels, int classes) {
        return new IdxSource(new IdxSource.Options(images, labels, testImages, testLabels, classes)).open();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
