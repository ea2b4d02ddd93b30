package org.espalier.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.espalier.api.RandomStream;
import org.junit.jupiter.api.Test;

final class MatchingTest {
    @Test
    void isTheBestOfAllPermutationsEachColumnOnce() {
        for (int size = 1; size <= 6; size++) {
            Matching matching = new Matching(size);
            for (int trial = 0; trial < 20; trial++) {
                double[] scores = drawn(size, trial);
                int[] columns = new int[size];
                matching.best(scores, columns);

                assertThat(columns)
                        .containsExactlyInAnyOrder(IntStream.range(0, size).toArray());
                assertThat(sum(scores, columns)).isCloseTo(most(scores, size, 0, 0), within(1e-12));
            }
        }
    }

    /** Every third trial has ties. */
    private static double[] drawn(int size, int trial) {
        double[] scores = new double[size * size];
        for (int i = 0; i < scores.length; i++) {
            double x = RandomStream.ofSeed(size).fork(trial).gaussian(i);
            scores[i] = trial % 3 == 0 ? Math.rint(x) : x;
        }
        return scores;
    }

    private static double sum(double[] scores, int[] columns) {
        double sum = 0;
        for (int row = 0; row < columns.length; row++) {
            sum += scores[row * columns.length + columns[row]];
        }
        return sum;
    }

    private static double most(double[] scores, int size, int row, int taken) {
        if (row == size) {
            return 0;
        }
        double most = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < size; column++) {
            if ((taken >> column & 1) == 0) {
                most = Math.max(most, scores[row * size + column] + most(scores, size, row + 1, taken | 1 << column));
            }
        }
        return most;
    }
}
