package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.StartMask;
import org.junit.jupiter.api.Test;

/** What every starting mask keeps: exactly as many distinct positions as it counts, ascending, decided by the stream. */
public abstract class StartMaskContract {
    private static final MatrixShape[] SHAPES = {
        new MatrixShape("one", 1, 1),
        new MatrixShape("row", 1, 64),
        new MatrixShape("column", 64, 1),
        new MatrixShape("square", 16, 16),
        new MatrixShape("odd", 17, 31)
    };

    /** Links per row from which on every row is expected to have one. */
    private static final int LINKS_PER_ROW = 32;

    /** A fresh starting mask; every call gives an equal one. */
    protected abstract StartMask start();

    @Test
    void givesExactlyTheCountedPositionsAscendingAndOnce() {
        for (MatrixShape shape : SHAPES) {
            for (long links = 1; links <= shape.positions(); links++) {
                long count = start().count(shape, links);
                assertThat(count).as("%s, %d links", shape, links).isBetween(1L, shape.positions());
                long[] positions = start().positions(shape, count, RandomStream.ofSeed(links));
                assertThat(positions).as("%s, %d links", shape, links).hasSize((int) count);
                long from = 0;
                for (long position : positions) {
                    assertThat(position)
                            .as("%s, %d links", shape, links)
                            .isGreaterThanOrEqualTo(from)
                            .isLessThan(shape.positions());
                    from = position + 1;
                }
            }
        }
    }

    @Test
    void givesTheSamePositionsForTheSameStream() {
        StartMask used = start();
        for (MatrixShape shape : SHAPES) {
            long count = used.count(shape, Math.max(1, shape.positions() / 3));
            used.positions(shape, count, RandomStream.ofSeed(8));
            assertThat(used.positions(shape, count, RandomStream.ofSeed(9)))
                    .as("%s", shape)
                    .isEqualTo(start().positions(shape, count, RandomStream.ofSeed(9)));
        }
    }

    @Test
    void leavesNoRowAndNoColumnOfALargeWeightWithoutLinks() {
        MatrixShape shape = new MatrixShape("large", 100, 100);
        long count = start().count(shape, 100L * LINKS_PER_ROW);
        boolean[] rows = new boolean[100];
        boolean[] columns = new boolean[100];
        for (long position : start().positions(shape, count, RandomStream.ofSeed(11))) {
            rows[(int) (position / 100)] = true;
            columns[(int) (position % 100)] = true;
        }
        assertThat(rows).as("rows that have a link").doesNotContain(false);
        assertThat(columns).as("columns that have a link").doesNotContain(false);
    }
}
