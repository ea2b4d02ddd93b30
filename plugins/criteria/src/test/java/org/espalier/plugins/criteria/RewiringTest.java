package org.espalier.plugins.criteria;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.GrowCriterion;
import org.espalier.api.score.PruneCriterion;
import org.espalier.api.score.Ranking;
import org.espalier.testkit.LinkTable;
import org.espalier.testkit.RowTable;
import org.junit.jupiter.api.Test;

/** Criteria put together as a topology update puts them: drop the lowest, then grow the highest of what is empty. */
class RewiringTest {
    private static final MatrixShape ROW = new MatrixShape("w", 1, 8);
    private static final long[] POSITIONS = {0, 1, 3, 5, 6};
    private static final float[] VALUES = {0.5f, -0.1f, 0.3f, -0.7f, 0.2f};

    @Test
    void rigLDropsTheSmallestAndGrowsTheSteepest() {
        Rewiring rewiring = rigL(9f, 0.4f, -0.6f, 9f, 0.2f, 9f, 0.1f, -0.5f);

        assertThat(rewiring.dropped).isEqualTo(bits(1, 6));
        assertThat(rewiring.grown).isEqualTo(bits(2, 7));
        assertThat(rewiring.links()).isEqualTo(bits(0, 2, 3, 5, 7));
    }

    @Test
    void rigLMayGrowALinkItHasJustDropped() {
        Rewiring rewiring = rigL(9f, 0.55f, -0.6f, 9f, 0.2f, 9f, 0.1f, -0.5f);

        assertThat(rewiring.grown).isEqualTo(bits(1, 2));
        assertThat(rewiring.links()).isEqualTo(bits(0, 1, 2, 3, 5));
    }

    @Property
    void everyPairOfCriteriaKeepsTheNumberOfLinks(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int count,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        MatrixShape shape = new MatrixShape("w", 5, 12);
        LinkTable links = LinkTable.drawn(shape, count, RandomStream.ofSeed(seed));
        PruneCriterion[] prunes = {
            new Magnitude(),
            new SetSign(),
            new RandomPrune(),
            new GradientPrune(),
            new Saliency(),
            new Lamp(),
            new Taylor(),
            new GroupNorm(new GroupNorm.Options(2))
        };
        for (PruneCriterion prune : prunes) {
            Rewiring rewiring = Rewiring.of(prune, new GradientGrow(), links, gradient(shape, seed), share);

            assertThat(rewiring.links().cardinality()).isEqualTo(count);
            assertThat(rewiring.kept.intersects(rewiring.grown)).isFalse();
        }
    }

    /** 40 % of five links are two. */
    private static Rewiring rigL(float... gradient) {
        LinkTable links = new LinkTable(ROW, POSITIONS, VALUES, new float[5], RandomStream.ofSeed(1));
        return Rewiring.of(new Magnitude(), new GradientGrow(), links, new float[][] {gradient}, 0.4);
    }

    private static float[][] gradient(MatrixShape shape, long seed) {
        float[][] gradient = new float[shape.rows()][shape.columns()];
        for (int r = 0; r < shape.rows(); r++) {
            for (int c = 0; c < shape.columns(); c++) {
                gradient[r][c] =
                        (float) RandomStream.ofSeed(seed).fork("dense").fork(r).gaussian(c);
            }
        }
        return gradient;
    }

    private static BitSet bits(int... positions) {
        return IntStream.of(positions).collect(BitSet::new, BitSet::set, BitSet::or);
    }

    /** Positions kept, dropped and grown. */
    private record Rewiring(BitSet kept, BitSet dropped, BitSet grown) {
        static Rewiring of(
                PruneCriterion prune, GrowCriterion grow, LinkTable links, float[][] gradient, double share) {
            int count = (int) (share * links.count());
            float[] scores = new float[links.count()];
            prune.score(links, scores);
            BitSet stays = Ranking.highest(scores, links.count() - count);
            BitSet kept = new BitSet();
            BitSet dropped = new BitSet();
            for (int i = 0; i < links.count(); i++) {
                (stays.get(i) ? kept : dropped).set(links.row(i) * links.shape().columns() + links.column(i));
            }
            return new Rewiring(kept, dropped, grown(grow, links.shape(), gradient, kept, count));
        }

        private static BitSet grown(GrowCriterion grow, MatrixShape shape, float[][] gradient, BitSet kept, int count) {
            float[] all = new float[(int) shape.positions()];
            for (int r = 0; r < shape.rows(); r++) {
                float[] row = new float[shape.columns()];
                grow.score(RowTable.of(gradient[r]).inRow(r), row);
                System.arraycopy(row, 0, all, r * shape.columns(), row.length);
            }
            kept.stream().forEach(position -> all[position] = Float.NEGATIVE_INFINITY);
            return Ranking.highest(all, count);
        }

        BitSet links() {
            BitSet links = (BitSet) kept.clone();
            links.or(grown);
            return links;
        }
    }
}
