package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.espalier.api.EspalierException;
import org.espalier.api.RandomStream;
import org.espalier.api.border.DataSource;
import org.espalier.api.border.Dataset;
import org.espalier.api.border.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every source that reads files keeps: when one of them is damaged, it is either read all the same, because the damage
 * is to a value, or refused with a sentence that names a file; promptly, and in memory bounded by the file. {@code
 * -Despalier.damaged.files=200} damages more of them, {@code -Despalier.damaged.seed=7} others.
 */
public interface DamagedFilesContract {
    /** Files damaged in a build; the same ones in each. */
    int FILES = 20;
    /** No whole file here needs a hundredth of it. */
    long MOST_BYTES = 64L << 20;
    /** Far beyond what a busy machine takes for a small file. */
    double MOST_SECONDS = 10;
    /** Examples of wider data are not read, because that takes the memory it says. */
    int WIDEST = 1 << 20;

    /** Small files as the source likes them, by their names. */
    Map<String, byte[]> wholeFiles();

    /**
     * @param folder where the files lie
     */
    DataSource source(Path folder);

    @Test
    default void wholeFilesAreRead(@TempDir Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : wholeFiles().entrySet()) {
            write(folder, file.getKey(), file.getValue());
        }
        Dataset data = source(folder).open();
        assertThat(data.train().count()).isPositive();
        readAll(data);
    }

    @Test
    default void damagedFilesAreReadOrToldInASentence(@TempDir Path folder) throws IOException {
        RandomStream random =
                RandomStream.ofSeed(Long.getLong("espalier.damaged.seed", 1)).fork("damage");
        List<Map.Entry<String, byte[]>> whole = List.copyOf(new TreeMap<>(wholeFiles()).entrySet());
        for (int i = 0; i < Integer.getInteger("espalier.damaged.files", FILES); i++) {
            for (Map.Entry<String, byte[]> file : whole) {
                write(folder, file.getKey(), file.getValue());
            }
            Map.Entry<String, byte[]> hit = whole.get(i % whole.size());
            DamagedBytes damage = new DamagedBytes(hit.getValue(), random.fork(i));
            write(folder, hit.getKey(), damage.bytes());
            open(folder, "damage " + i + ", " + damage.kind() + " of " + hit.getKey());
        }
    }

    private void open(Path folder, String damage) {
        long bytes = AllocatedBytes.ofThisThread();
        long begin = System.nanoTime();
        try {
            Dataset data = source(folder).open();
            assertBounded(damage, bytes, begin);
            readAll(data);
        } catch (EspalierException e) {
            assertBounded(damage, bytes, begin);
            assertThat(e.getMessage()).as(damage).contains(folder.toString()).endsWith(".");
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            fail(damage + " ended in " + e, e);
        }
    }

    private static void assertBounded(String damage, long bytes, long begin) {
        assertThat(AllocatedBytes.ofThisThread() - bytes)
                .as("bytes allocated for %s", damage)
                .isLessThan(MOST_BYTES);
        assertThat((System.nanoTime() - begin) / 1e9)
                .as("seconds taken for %s", damage)
                .isLessThan(MOST_SECONDS);
    }

    /** What was accepted can be read. */
    private static void readAll(Dataset data) {
        if (data.features() > WIDEST) {
            return;
        }
        float[] row = new float[data.features()];
        float[] target = new float[data.targets()];
        for (Examples examples : List.of(data.train(), data.test())) {
            int[] labels = new int[examples.positions()];
            for (int id = 0; id < examples.count(); id++) {
                examples.features(id, row);
                examples.labels(id, labels);
                for (int label : labels) {
                    assertThat(label).isBetween(-1, data.targets() - 1);
                }
                if (labels.length == 1) {
                    examples.target(id, target);
                }
            }
        }
    }

    private static void write(Path folder, String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
