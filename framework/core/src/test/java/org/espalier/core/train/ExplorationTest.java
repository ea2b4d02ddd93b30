package org.espalier.core.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.graph.Initialisation;
import org.espalier.core.model.Network;
import org.espalier.core.model.WeightSpec;
import org.espalier.core.storage.SparseWeight;
import org.espalier.core.storage.Topology;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The exploration rate of 10 000 positions of which a tenth hold links. */
final class ExplorationTest {
    private static final int SIDE = 100;
    private static final int LINKS = SIDE * SIDE / 10;

    /** Four deviations of a share of 10 000 positions that are each explored with a chance of about a half. */
    private static final double LUCK = 0.02;

    private final RandomStream random = RandomStream.ofSeed(3);
    private final Network network = new Network(
            List.of(new WeightSpec(
                    "fc",
                    new MatrixShape("fc.weight", SIDE, SIDE),
                    List.of(SIDE, SIDE),
                    Initialisation.HE_NORMAL,
                    1,
                    true,
                    false)),
            Map.of("fc", UniformGrowth.draw(new long[0], (long) SIDE * SIDE, LINKS, random)),
            RandomStream.ofSeed(1));
    private final Exploration exploration = new Exploration(network);

    @AfterEach
    void close() {
        network.close();
    }

    /** Drops a random half and grows as many anywhere, also where a link was just dropped. */
    private void rewire(int update) {
        SparseWeight weight = network.weightOf("fc").links();
        long[] before = weight.topology().positions();
        BitSet kept = new BitSet();
        for (long k : UniformGrowth.draw(
                new long[0], LINKS, LINKS / 2, random.fork("drop").fork(update))) {
            kept.set((int) k);
        }
        long[] stay = kept.stream().mapToLong(k -> before[k]).toArray();
        long[] grown = UniformGrowth.draw(
                stay, (long) SIDE * SIDE, LINKS / 2, random.fork("grow").fork(update));
        long[] after = Arrays.copyOf(stay, LINKS);
        System.arraycopy(grown, 0, after, stay.length, grown.length);
        Arrays.sort(after);
        weight.replace(Topology.of(weight.shape(), after), new float[][] {new float[LINKS]});
    }

    /** An empty position is drawn with a chance of q = 0.05 / 0.95, so after U updates 1 - 0.9 (1 - q)^U are explored. */
    @Test
    void randomGrowthExploresWhatChanceSays() {
        double last = exploration.rate();
        assertThat(last).isEqualTo(0.1);
        for (int update = 0; update < 10; update++) {
            rewire(update);
            exploration.note("fc");
            assertThat(exploration.rate()).isGreaterThan(last);
            last = exploration.rate();
        }
        assertThat(last).isCloseTo(0.4759, within(LUCK));
    }

    @Test
    void linksThatStayExploreNothing() {
        exploration.note("fc");
        assertThat(exploration.rate()).isEqualTo(0.1);
    }
}
