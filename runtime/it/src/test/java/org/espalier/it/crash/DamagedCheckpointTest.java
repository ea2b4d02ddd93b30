package org.espalier.it.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.espalier.api.EspalierException;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.run.RunEvent;
import org.espalier.it.Trees;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checkpoints that were cut short or changed: an older one gives the right answer, or the run refuses to go on; never a
 * silent difference. {@code -Despalier.flips=1000} changes more bytes, {@code -Despalier.flips.seed=…} the same again.
 */
final class DamagedCheckpointTest {
    private static final String RECIPE = "two-phases";
    private static final int PARTS = 16;

    /** Every so many flipped bytes, the run goes on to its end. */
    private static final int SAMPLE = 10;

    private final int flips = Integer.getInteger("espalier.flips", 50);
    private final boolean thorough = flips > 50;
    private final long seed = Long.getLong("espalier.flips.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** A file of a checkpoint, and what the checkpoint holds when it is whole. */
    private record Part(StoredCheckpoint checkpoint, Path file) {}

    @TempDir
    private Path temp;

    private Path stopped = Path.of("");
    private TreeMap<String, String> unbroken = new TreeMap<>();
    private int copies;

    @BeforeEach
    void aRunThatStoppedInItsSecondPhase() throws IOException {
        System.out.println("-Despalier.flips.seed=" + seed);
        Path whole = temp.resolve("whole");
        InProcess.run(RECIPE, whole);
        unbroken = new RunFiles(whole).result();
        stopped = temp.resolve("stopped");
        InProcess.run(
                RECIPE,
                stopped,
                event -> event instanceof RunEvent.Trained trained
                        && trained.phase().equals("shrink")
                        && trained.step() == 65,
                event -> {});
        assertThat(new RunFiles(stopped).checkpoints())
                .hasSize(4)
                .last()
                .asString()
                .endsWith("-shrink-65-stop");
    }

    @Test
    void aCheckpointCutShortIsSetAsideAndAnOlderOneGivesTheSameBits() throws IOException {
        for (String name : names()) {
            int chosen = random.nextInt(PARTS);
            for (int part = 0; part < PARTS; part++) {
                if (thorough || part == chosen) {
                    Path folder = copy();
                    Path file = newest(folder).resolve(name);
                    cut(file, Files.size(file) * part / PARTS);
                    requireOlderOneIsUsed(folder, name);
                }
            }
        }
    }

    @Test
    void aCheckpointWithoutOneOfItsFilesIsSetAside() throws IOException {
        for (String name : names()) {
            Path folder = copy();
            Files.delete(newest(folder).resolve(name));
            requireOlderOneIsUsed(folder, name);
        }
    }

    @Test
    void aChangedByteIsNeverASilentDifference() throws IOException {
        Path folder = copy();
        List<Part> parts = new ArrayList<>();
        for (String checkpoint : new RunFiles(folder).checkpoints()) {
            StoredCheckpoint sound = StoredCheckpoint.read(folder.resolve("checkpoints", checkpoint));
            names().forEach(name -> parts.add(new Part(sound, sound.folder().resolve(name))));
        }
        int refused = 0;
        for (int i = 0; i < flips; i++) {
            Part part = parts.get(random.nextInt(parts.size()));
            Path file = part.file;
            long position = random.nextLong(Files.size(file));
            int bits = 1 + random.nextInt(255);
            flip(file, position, bits);
            refused += refused(part.checkpoint, file + " byte " + position + " by " + bits);
            if (i % SAMPLE == 0) {
                Path other = copy();
                flip(other.resolve(folder.relativize(file)), position, bits);
                requireSameEnd(other);
            }
            flip(file, position, bits);
        }
        System.out.println(flips + " bytes changed, " + refused + " of them make a checkpoint unusable");
        assertThat(refused).isGreaterThan(flips / 2);
    }

    @Test
    void aRunWithoutAWholeCheckpointRefusesToGoOnAndKeepsEverything() throws IOException {
        Path folder = copy();
        for (String checkpoint : new RunFiles(folder).checkpoints()) {
            cut(folder.resolve("checkpoints", checkpoint, "state.safetensors"), 1000);
        }
        List<String> before = List.copyOf(new RunFiles(folder).names());
        assertThatThrownBy(() -> InProcess.run(RECIPE, folder))
                .isInstanceOf(EspalierException.class)
                .hasMessageContaining("none of its checkpoints is whole")
                .hasMessageContaining("state.safetensors has 1000 bytes instead of");
        assertThat(new RunFiles(folder).names()).containsExactlyElementsOf(before);
    }

    /** 1 when a changed checkpoint is refused; 0 when what is read from it is what was written. */
    private static int refused(StoredCheckpoint sound, String change) {
        StoredCheckpoint read;
        try {
            read = StoredCheckpoint.read(sound.folder());
        } catch (EspalierException e) {
            assertThat(e.getMessage()).as(change).contains(sound.folder().toString());
            return 1;
        }
        assertThat(read.position()).as(change).isEqualTo(sound.position());
        assertThat(read.identity()).as(change).isEqualTo(sound.identity());
        assertThat(read.values()).as(change).isEqualTo(sound.values());
        assertThat(digests(read)).as(change).isEqualTo(digests(sound));
        return 0;
    }

    private static Map<String, String> digests(StoredCheckpoint checkpoint) {
        Map<String, String> digests = new TreeMap<>();
        checkpoint.arrays().forEach((name, array) -> digests.put(name, array.sha256()));
        return digests;
    }

    private void requireOlderOneIsUsed(Path folder, String damaged) throws IOException {
        String newest = newest(folder).getFileName().toString();
        List<String> notes = new ArrayList<>();
        InProcess.run(RECIPE, folder, event -> false, event -> {
            if (event instanceof RunEvent.Note note) {
                notes.add(note.text());
            }
        });
        assertThat(notes)
                .anySatisfy(note ->
                        assertThat(note).contains(newest, damaged, "is damaged").endsWith("An older one is used."));
        assertThat(new RunFiles(folder).result()).isEqualTo(unbroken);
        Trees.delete(folder);
    }

    private void requireSameEnd(Path folder) throws IOException {
        InProcess.run(RECIPE, folder);
        assertThat(new RunFiles(folder).result()).isEqualTo(unbroken);
        Trees.delete(folder);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(newest(stopped))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Path copy() throws IOException {
        Path folder = temp.resolve("copy-" + copies++);
        Trees.copy(stopped, folder);
        return folder;
    }

    private static Path newest(Path folder) {
        return folder.resolve("checkpoints", new RunFiles(folder).checkpoints().getLast());
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    /** Changes a byte; the same once more changes it back. */
    private static void flip(Path file, long position, int bits) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ bits));
            channel.write(one.rewind(), position);
        }
    }
}
