package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.espalier.api.EspalierException;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.plugins.data.ImagesSource.Colours;
import org.espalier.testkit.DataSourceContract;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesSourceTest implements DataSourceContract {
    @TempDir
    Path folder;

    private Path pets;

    @BeforeEach
    void drawPictures() throws IOException {
        pets = Files.createDirectory(folder.resolve("pets"));
        draw("pets/cat/10.png", "png", 2, 3, 0xff0000);
        draw("pets/cat/9.png", "png", 2, 3, 0x00ff00);
        draw("pets/dog/a.bmp", "bmp", 2, 3, 0x0000ff);
        draw("pets/dog/b.gif", "gif", 2, 3, 0xffffff);
        Files.writeString(pets.resolve(".DS_Store"), "of a system");
        Files.writeString(pets.resolve("cat/Thumbs.db"), "of a system");
    }

    @Override
    public DataSource source() {
        return source(Path.of(""), 0, 0, Colours.AUTO);
    }

    @Test
    void foldersAreClasses() {
        Dataset data = source().open();
        assertThat(data.classNames()).containsExactly("cat", "dog");
        assertThat(data.shape()).containsExactly(2, 3, 3);
        assertThat(data.train().count()).isEqualTo(4);
        assertThat(data.train().label(1)).isZero();
        assertThat(data.train().label(2)).isEqualTo(1);
        assertThat(data.digests()).hasSize(4);
    }

    @Test
    void coloursOfAPixelStandSideBySide() {
        Dataset data = source().open();
        assertThat(Arrays.copyOf(row(data, 0), 4)).containsExactly(1, 0, 0, 1);
        assertThat(Arrays.copyOf(row(data, 2), 3)).containsExactly(0, 0, 1);
        assertThat(Arrays.copyOf(row(data, 3), 3)).containsExactly(1, 1, 1);
    }

    @Test
    void greyPicturesHaveOneNumberForAPixel() throws IOException {
        Files.delete(pets.resolve("cat/9.png"));
        Files.delete(pets.resolve("cat/10.png"));
        Files.delete(pets.resolve("dog/a.bmp"));
        draw("pets/cat/1.png", "png", 2, 3, 0x808080);
        Dataset data = source().open();
        assertThat(data.shape()).containsExactly(2, 3, 1);
        assertThat(row(data, 0)).containsOnly(128 / 255f);
        assertThat(row(data, 1)).containsOnly(1f);
    }

    @Test
    void coloursBecomeGreyWhenTheRecipeSaysSo() {
        Dataset data = source(Path.of(""), 0, 0, Colours.GREY).open();
        assertThat(row(data, 0)).containsOnly(Math.round(0.299 * 255) / 255f);
    }

    @Test
    void picturesOfSeveralSizesAreRefusedOrBroughtToOne() throws IOException {
        draw("pets/dog/c.jpeg", "jpg", 4, 6, 0xffffff);
        assertThatThrownBy(() -> source().open())
                .isInstanceOf(EspalierException.class)
                .hasMessage(pets.resolve("dog/c.jpeg") + " has 4 x 6 pixels, but the first picture has 2 x 3; say"
                        + " height: and width: to bring all to one size.");
        Dataset data = source(Path.of(""), 2, 2, Colours.AUTO).open();
        assertThat(data.shape()).containsExactly(2, 2, 3);
        assertThat(row(data, 4)).containsOnly(1f);
    }

    @Test
    void aSmallerPictureIsTheMeanOfWhatItCovers() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0x000000);
        image.setRGB(1, 0, 0xffffff);
        image.setRGB(2, 0, 0xffffff);
        Path one = Files.createDirectories(folder.resolve("one/class"));
        ImageIO.write(image, "png", one.resolve("p.png").toFile());
        Dataset data = new ImagesSource(
                        new ImagesSource.Options(folder.resolve("one"), Path.of(""), 1, 2, Colours.GREY))
                .open();
        // Half of the pixel in the middle belongs to each side: (0 + 255 / 2) / 1.5 = 85.
        assertThat(row(data, 0)).containsExactly(85 / 255f, 1f);
    }

    @Test
    void whatIsTransparentLiesOnWhite() throws IOException {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x80000000);
        Path one = Files.createDirectories(folder.resolve("one/class"));
        ImageIO.write(image, "png", one.resolve("p.png").toFile());
        Dataset data = new ImagesSource(
                        new ImagesSource.Options(folder.resolve("one"), Path.of(""), 0, 0, Colours.AUTO))
                .open();
        assertThat(row(data, 0)).containsExactly(127 / 255f);
    }

    @Test
    void readsATestOfTheSameClasses() throws IOException {
        draw("judged/dog/z.png", "png", 2, 3, 0x123456);
        Dataset data = source(folder.resolve("judged"), 0, 0, Colours.AUTO).open();
        assertThat(data.test().count()).isEqualTo(1);
        assertThat(data.test().label(0)).isEqualTo(1);
        draw("judged/cow/z.png", "png", 2, 3, 0x123456);
        assertThatThrownBy(() ->
                        source(folder.resolve("judged"), 0, 0, Colours.AUTO).open())
                .isInstanceOf(EspalierException.class)
                .hasMessage(folder.resolve("judged/cow") + ": " + pets
                        + " has no folder of this name; a test has no other classes.");
    }

    @Test
    void namesWhatIsNoPicture() throws IOException {
        Path text = Files.writeString(pets.resolve("cat/list.txt"), "9.png");
        fails(text + " is no picture: its name should end in .png, .jpg, .jpeg, .bmp or .gif.");
        Files.delete(text);
        Path empty = Files.writeString(pets.resolve("cat/a.png"), "");
        fails(empty + " is no picture in PNG, JPEG, BMP or GIF: byte 0 begins none of these formats.");
        Files.delete(empty);
        Path loose = Files.writeString(pets.resolve("9.png"), "");
        fails(loose + " is a file, where folders of pictures are wanted, one for each class; put it into one.");
    }

    @Test
    void aPictureThatWasCutOffIsTold() throws IOException {
        byte[] whole = Files.readAllBytes(pets.resolve("cat/10.png"));
        Path cut = Files.write(pets.resolve("cat/10.png"), Arrays.copyOf(whole, whole.length - 30));
        fails(cut + " (" + (whole.length - 30) + " bytes) is damaged or cut off: its picture cannot be read");
    }

    @Test
    void aPictureThatDeclaresMorePixelsThanCanBeIsNotUnpacked() throws IOException {
        Path file = pets.resolve("cat/10.png");
        int length = resized(file, 60000);
        fails(file + " (" + length + " bytes) declares 60000 x 60000 pixels; from 1 to 33554432 in all are read.");
        resized(file, 5000);
        fails(file + " (" + length + " bytes) declares 5000 x 5000 pixels; so many cannot be in it.");
    }

    /** Makes the header of a PNG file say another size; the length of the file. */
    private static int resized(Path file, int size) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        ByteBuffer header = ByteBuffer.wrap(whole);
        header.putInt(16, size).putInt(20, size);
        CRC32 sum = new CRC32();
        sum.update(whole, 12, 17);
        header.putInt(29, (int) sum.getValue());
        Files.write(file, whole);
        return whole.length;
    }

    @Test
    void aFolderWithoutPicturesIsRefused() throws IOException {
        Path none = Files.createDirectory(folder.resolve("none"));
        assertThatThrownBy(() -> PictureFolder.of(none))
                .hasMessage(none + " has no pictures in folders, one for each class.");
        assertThatThrownBy(() -> PictureFolder.of(folder.resolve("nowhere")))
                .hasMessage("There is no folder " + folder.resolve("nowhere") + " to read pictures from.");
        assertThatThrownBy(() -> PictureFolder.of(pets.resolve("cat/9.png")))
                .hasMessageEndingWith("9.png is a file; a folder with a folder of pictures for each class is wanted.");
        assertThatThrownBy(() -> new ImagesSource.Options(pets, none, 5, 0, Colours.AUTO))
                .hasMessage("height and width belong together; only height was given.");
    }

    private void fails(String sentence) {
        assertThatThrownBy(() -> source().open())
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith(sentence);
    }

    private static float[] row(Dataset data, int id) {
        float[] row = new float[data.features()];
        data.train().features(id, row);
        return row;
    }

    private DataSource source(Path test, int height, int width, Colours colours) {
        return new ImagesSource(new ImagesSource.Options(pets, test, height, width, colours));
    }

    private void draw(String name, String format, int height, int width, int colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour);
            }
        }
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
