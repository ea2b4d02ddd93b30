package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.espalier.api.EspalierException;
import org.espalier.api.border.Dataset;
import org.espalier.plugins.data.Cifar10Source.Pictures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10SourceTest {
    private static final int RECORD = 3073;

    @TempDir
    private Path temp;

    @Test
    void readsTheRealSubset() {
        Optional<Path> folder = Optional.ofNullable(System.getenv("ESPALIER_DATA"))
                .map(data -> Path.of(data, "cifar10"))
                .filter(Files::isDirectory);
        if (folder.isEmpty()) {
            System.out.println("Skipped: the subset of CIFAR-10 is read only when ESPALIER_DATA names the folder above"
                    + " cifar10/.");
        }
        assumeTrue(folder.isPresent());
        Dataset data = source(Pictures.SUBSET, folder.orElseThrow()).open();
        assertThat(data.shape()).containsExactly(32, 32, 3);
        assertThat(data.train().count()).isEqualTo(10000);
        int[] counts = new int[10];
        for (int id = 0; id < data.test().count(); id++) {
            counts[data.test().label(id)]++;
        }
        assertThat(counts).containsOnly(200);
        int[] first = new int[10];
        for (int id = 0; id < 4000; id++) {
            first[data.train().label(id)]++;
        }
        assertThat(first).containsExactly(396, 366, 420, 384, 422, 393, 414, 385, 407, 413);
    }

    @Test
    void colourPlanesBecomePixels() throws IOException {
        byte[] record = record(7);
        Path file = temp.resolve("one.bin.gz");
        Files.write(file, packed(record));
        CifarRecords records = new CifarRecords(1, 10);
        records.readFile(file, 0, 1);
        ByteExamples examples = records.examples();
        float[] row = new float[3072];
        examples.features(0, row);
        assertThat(examples.label(0)).isEqualTo(7);
        for (int pixel = 0; pixel < 1024; pixel += 37) {
            for (int colour = 0; colour < 3; colour++) {
                assertThat(row[3 * pixel + colour]).isEqualTo((record[1 + 1024 * colour + pixel] & 0xff) / 255f);
            }
        }
    }

    @Test
    void readsTheBatchesOfAnArchiveWhateverTheirOrder() throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, "cifar-10-batches-bin/", new byte[0]);
        entry(tar, "cifar-10-batches-bin/test_batch.bin", batch(9));
        for (int number : new int[] {2, 1, 5, 3, 4}) {
            entry(tar, "cifar-10-batches-bin/readme" + number + ".html", new byte[700]);
            entry(tar, "cifar-10-batches-bin/data_batch_" + number + ".bin", batch(number));
        }
        Path file = temp.resolve("cifar-10-binary.tar.gz");
        Files.write(file, packed(tar.toByteArray()));
        Dataset data = source(Pictures.ALL, temp).open();
        assertThat(data.train().count()).isEqualTo(50000);
        for (int id = 0; id < 50000; id += 2500) {
            assertThat(data.train().label(id)).isEqualTo(id / 10000 + 1);
        }
        assertThat(data.test().label(9999)).isEqualTo(9);
    }

    @Test
    void saysWhatAnArchiveLacks() throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, "cifar-10-batches-bin/test_batch.bin", batch(9));
        tar.write(new byte[1024]);
        Path file = temp.resolve("cifar-10-binary.tar.gz");
        Files.write(file, packed(tar.toByteArray()));
        assertThatThrownBy(() -> source(Pictures.ALL, temp).open())
                .isInstanceOf(EspalierException.class)
                .hasMessage(file + " holds 1 of the 6 files of pictures of CIFAR-10.");
    }

    @Test
    void namesAClassThatIsNone() throws IOException {
        Path file = temp.resolve("one.bin");
        Files.write(file, record(10));
        assertThatThrownBy(() -> new CifarRecords(1, 10).readFile(file, 0, 1))
                .isInstanceOf(EspalierException.class)
                .hasMessage(file + ": byte 0 of the unpacked data should be a class from 0 to 9, it is 10.");
    }

    @Test
    void saysWhereAFileEnds() throws IOException {
        Path file = temp.resolve("short.bin");
        Files.write(file, new byte[100]);
        assertThatThrownBy(() -> new CifarRecords(1, 10).readFile(file, 0, 1))
                .isInstanceOf(EspalierException.class)
                .hasMessageStartingWith(file + " ends at byte 100 of 3073");
    }

    private static Cifar10Source source(Pictures pictures, Path folder) {
        return new Cifar10Source(new Cifar10Source.Options(pictures), file -> folder.resolve(file.name()));
    }

    private static byte[] record(int label) {
        byte[] record = new byte[RECORD];
        for (int i = 0; i < RECORD; i++) {
            record[i] = (byte) (i * 31 + i / 256);
        }
        record[0] = (byte) label;
        return record;
    }

    private static byte[] batch(int label) {
        byte[] batch = new byte[10000 * RECORD];
        for (int i = 0; i < batch.length; i += RECORD) {
            batch[i] = (byte) label;
        }
        return batch;
    }

    private static void entry(ByteArrayOutputStream tar, String name, byte[] content) throws IOException {
        byte[] header = new byte[512];
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, header, 0, text.length);
        byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        tar.write(header);
        tar.write(content);
        tar.write(new byte[(512 - content.length % 512) % 512]);
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
