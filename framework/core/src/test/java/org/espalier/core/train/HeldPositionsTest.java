package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.RandomStream;
import org.espalier.core.checkpoint.CheckpointStore;
import org.espalier.core.checkpoint.Position;
import org.espalier.core.checkpoint.RunState;
import org.espalier.core.checkpoint.StateReader;
import org.espalier.core.checkpoint.StateWriter;
import org.espalier.core.checkpoint.StoredCheckpoint;
import org.espalier.core.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeldPositionsTest {
    private static final int POSITIONS = 2000;

    @TempDir
    Path folder;

    /** From a list of few positions to a bit for each of many, nothing is lost and nothing comes in. */
    @Property(tries = 50)
    void areThoseOfAllUpdates(@ForAll @IntRange(min = 0, max = 1000) int seed, @ForAll @IntRange(max = 40) int links) {
        RandomStream random = RandomStream.ofSeed(seed);
        HeldPositions held = new HeldPositions(POSITIONS);
        BitSet wanted = new BitSet();
        for (int update = 0; update < 8; update++) {
            long[] now = UniformGrowth.draw(new long[0], POSITIONS, links, random.fork(update));
            held.add(now);
            for (long position : now) {
                wanted.set((int) position);
            }
            check(held, wanted);
        }
    }

    private static void check(HeldPositions held, BitSet wanted) {
        assertThat(held.count()).isEqualTo(wanted.cardinality());
        for (int p = 0; p < POSITIONS; p++) {
            assertThat(held.contains(p)).isEqualTo(wanted.get(p));
        }
    }

    @Test
    void fewOfManyPositionsTakeFewBytesInACheckpoint() throws Exception {
        HeldPositions held = new HeldPositions(Integer.MAX_VALUE);
        held.add(0, 5, Integer.MAX_VALUE - 1);
        HeldPositions again = new HeldPositions(Integer.MAX_VALUE);
        Path checkpoint = through(held, again);
        assertThat(again.count()).isEqualTo(3);
        assertThat(again.contains(Integer.MAX_VALUE - 1)).isTrue();
        assertThat(Files.size(checkpoint.resolve("state.safetensors"))).isLessThan(1000);
    }

    @Test
    void manyPositionsComeBackFromACheckpointAndGoOn() throws Exception {
        HeldPositions held = new HeldPositions(POSITIONS);
        BitSet wanted = new BitSet();
        for (int p = 0; p < POSITIONS; p += 3) {
            wanted.set(p);
        }
        held.add(wanted.stream().asLongStream().toArray());
        HeldPositions again = new HeldPositions(POSITIONS);
        again.add(0);
        through(held, again);
        check(again, wanted);
        again.add(1);
        wanted.set(1);
        check(again, wanted);
    }

    private Path through(HeldPositions from, HeldPositions to) throws Exception {
        Path metrics = Files.createFile(folder.resolve("metrics.jsonl"));
        Path written = new CheckpointStore(folder, 1)
                .write(new Position("train", 0, 1, true), Json.of("run"), List.of(state(from)), metrics);
        to.restore("fc", StoredCheckpoint.read(written).reader("exploration"));
        return written;
    }

    private static RunState state(HeldPositions held) {
        return new RunState() {
            @Override
            public String stateName() {
                return "exploration";
            }

            @Override
            public void save(StateWriter out) {
                held.save("fc", out);
            }

            @Override
            public void restore(StateReader in) {
                throw new AssertionError("is read directly");
            }
        };
    }
}
