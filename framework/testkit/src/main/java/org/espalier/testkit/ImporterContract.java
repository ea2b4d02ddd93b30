package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.espalier.api.EspalierException;
import org.espalier.api.border.ImportedModel;
import org.espalier.api.border.ImportedTensor;
import org.espalier.api.border.Importer;
import org.espalier.api.border.TensorView;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link Importer} keeps. A file that is damaged anywhere is read or refused by a sentence; it never takes long, and
 * never much memory. {@code -Despalier.import.faults=200} damages more files, always the same.
 */
public interface ImporterContract {
    Importer importer();

    /** The bytes of a good file: a few tensors, at most some thousand numbers. */
    byte[] file() throws IOException;

    @Test
    default void everyTensorHasAsManyNumbersAsItsShapeSays(@TempDir Path folder) throws IOException {
        ImportedModel model = importer().read(Files.write(folder.resolve("good"), file()));
        assertThat(model.tensors())
                .isNotEmpty()
                .extracting(ImportedTensor::name)
                .doesNotHaveDuplicates();
        for (ImportedTensor tensor : model.tensors()) {
            TensorView view = tensor.content().read();
            assertThat(view.shape())
                    .containsExactly(tensor.shape().stream().mapToInt(i -> i).toArray());
            if (view instanceof TensorView.Dense dense) {
                assertThat(dense.values()).hasSize(Math.toIntExact(tensor.count()));
            }
        }
    }

    @Test
    default void aFileThatIsCutShortIsRefusedByItsName(@TempDir Path folder) throws IOException {
        byte[] good = file();
        for (int length : new int[] {0, 1, good.length / 4, good.length / 2, good.length - 1}) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(good, length));
            assertThatThrownBy(() -> readAll(importer(), file))
                    .as("the first %d bytes", length)
                    .isInstanceOfAny(EspalierException.class, IOException.class);
        }
    }

    @Test
    default void anotherFileIsRefused(@TempDir Path folder) throws IOException {
        Path text =
                Files.writeString(folder.resolve("poem.txt"), "Shall I compare thee to a summer's day?\n".repeat(9));
        assertThatThrownBy(() -> importer().read(text))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("poem.txt");
    }

    @Test
    default void aDamagedFileIsReadOrRefusedAtOnceAndInLittleMemory(@TempDir Path folder) throws IOException {
        byte[] good = file();
        long most = 32L * good.length + (64 << 20);
        SplittableRandom random = new SplittableRandom(20261122);
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < Integer.getInteger("espalier.import.faults", 20); i++) {
            Path file = Files.write(folder.resolve("damaged"), damaged(good, random));
            long before = memory.getCurrentThreadAllocatedBytes();
            Assertions.assertTimeout(Duration.ofSeconds(5), () -> readOrRefuse(importer(), file), "fault " + i);
            assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for fault %d", i)
                    .isLessThan(most);
        }
    }

    private static void readOrRefuse(Importer importer, Path file) {
        try {
            readAll(importer, file);
        } catch (EspalierException e) {
            assertThat(e).hasMessageContaining("damaged");
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** Reads as the engine does: a tensor that is larger than any of a small model is never asked for. */
    private static void readAll(Importer importer, Path file) throws IOException {
        for (ImportedTensor tensor : importer.read(file).tensors()) {
            if (tensor.count() < 1 << 16) {
                tensor.content().read();
            }
        }
    }

    private static byte[] damaged(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> {
                int[] extremes = {-1, 0, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE};
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(Math.min(at, bytes.length - 4), extremes[random.nextInt(extremes.length)]);
            }
            default -> {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(64));
                int from = random.nextInt(bytes.length - length + 1);
                System.arraycopy(good, from, bytes, at, length);
            }
        }
        return random.nextInt(8) == 0 ? concat(bytes, "more".getBytes(StandardCharsets.US_ASCII)) : bytes;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
