package org.espalier.plugins.budgets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.espalier.api.MatrixShape;
import org.junit.jupiter.api.Test;

class ApportionmentTest {
    /** Links handed out one by one, as the rule is written. */
    @Property(tries = 300)
    void equalsHandingOutLinksOneByOne(
            @ForAll("layers") List<MatrixShape> layers, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        long room = layers.stream().mapToLong(MatrixShape::positions).sum();
        long links = layers.size() + (long) (share * (room - layers.size()));

        assertThat(Apportionment.counts(layers, links, ErdosRenyi::claim)).isEqualTo(oneByOne(layers, links));
    }

    /** Where neither bound binds, a count is its share rounded, or off by the few links that make the sum exact. */
    @Property(tries = 300)
    void countsAreNearTheirShares(
            @ForAll("layers") List<MatrixShape> layers, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        long room = layers.stream().mapToLong(MatrixShape::positions).sum();
        long links = layers.size() + (long) (share * (room - layers.size()));
        double factor = Apportionment.factor(layers, links, ErdosRenyi::claim);
        long[] counts = Apportionment.counts(layers, links, ErdosRenyi::claim);

        for (int l = 0; l < counts.length; l++) {
            double exact = Math.clamp(
                    factor * ErdosRenyi.claim(layers.get(l)), 1, layers.get(l).positions());
            assertThat(Math.abs(counts[l] - exact)).isLessThan(layers.size() + 1.0);
        }
    }

    @Test
    void dividesBillionsOfLinksExactly() {
        List<MatrixShape> layers = List.of(
                new MatrixShape("a", 1 << 17, 1 << 17),
                new MatrixShape("b", Integer.MAX_VALUE, 3),
                new MatrixShape("c", 10, 1 << 17));
        long links = 8_589_934_593L;

        assertThat(Arrays.stream(Apportionment.counts(layers, links, MatrixShape::positions))
                        .sum())
                .isEqualTo(links);
        assertThat(Arrays.stream(Apportionment.counts(layers, links, ErdosRenyi::claim))
                        .sum())
                .isEqualTo(links);
    }

    @Provide
    Arbitrary<List<MatrixShape>> layers() {
        Arbitrary<Integer> side = Arbitraries.integers().between(1, 30);
        return Combinators.combine(side, side)
                .as((rows, columns) -> new MatrixShape("w", rows, columns))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static long[] oneByOne(List<MatrixShape> layers, long links) {
        long[] counts = new long[layers.size()];
        Arrays.fill(counts, 1);
        for (long given = counts.length; given < links; given++) {
            int next = -1;
            for (int l = 0; l < counts.length; l++) {
                if (counts[l] < layers.get(l).positions()
                        && (next < 0 || turn(layers.get(l), counts[l]) < turn(layers.get(next), counts[next]))) {
                    next = l;
                }
            }
            counts[next]++;
        }
        return counts;
    }

    private static double turn(MatrixShape layer, long count) {
        return (count + 0.5) / (layer.rows() + layer.columns());
    }
}
