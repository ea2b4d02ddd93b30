package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.Pattern;
import org.junit.jupiter.api.Test;

/** What every pattern keeps: exact counts, the tie rule, and nothing but the order of scores. */
public abstract class PatternContract {
    /** A fresh pattern; every call gives an equal one. */
    protected abstract Pattern pattern();

    /** Weights to try; override when the pattern allows only some shapes. */
    protected List<MatrixShape> shapes() {
        return List.of(new MatrixShape("one", 1, 1), new MatrixShape("square", 16, 16), new MatrixShape("wide", 8, 64));
    }

    @Test
    void namesAReachableCountThatStaysItselfWhenAskedForAgain() {
        for (MatrixShape shape : shapes()) {
            for (long links = 0; links <= shape.positions(); links++) {
                long reachable = pattern().nearestReachable(shape, links);
                assertThat(reachable).as("%s, %d links", shape, links).isBetween(0L, shape.positions());
                assertThat(pattern().nearestReachable(shape, reachable))
                        .as("%s, %d links", shape, links)
                        .isEqualTo(reachable);
            }
        }
    }

    @Test
    void keepsExactlyTheReachableCount() {
        for (MatrixShape shape : shapes()) {
            float[] scores = drawn(shape, RandomStream.ofSeed(1));
            for (int keep : counts(shape)) {
                BitSet kept = best(shape, scores, keep);
                assertThat(kept.cardinality()).as("%s, keep %d", shape, keep).isEqualTo(keep);
                assertThat(kept.length()).as("%s, keep %d", shape, keep).isLessThanOrEqualTo(scores.length);
            }
        }
    }

    @Test
    void keepsTheHigherIndexOfEqualScores() {
        for (MatrixShape shape : shapes()) {
            float[] equal = new float[(int) shape.positions()];
            float[] rising = new float[equal.length];
            for (int i = 0; i < rising.length; i++) {
                rising[i] = i;
            }
            for (int keep : counts(shape)) {
                assertThat(best(shape, equal, keep))
                        .as("%s, keep %d", shape, keep)
                        .isEqualTo(best(shape, rising, keep));
            }
        }
    }

    @Test
    void takesScoresOfAnySizeAndSign() {
        for (MatrixShape shape : shapes()) {
            float[] scores = drawn(shape, RandomStream.ofSeed(2));
            scores[0] = Float.POSITIVE_INFINITY;
            scores[scores.length / 2] = Float.NEGATIVE_INFINITY;
            for (int keep : counts(shape)) {
                assertThat(best(shape, scores, keep).cardinality())
                        .as("%s, keep %d", shape, keep)
                        .isEqualTo(keep);
            }
        }
    }

    @Test
    void leavesPositionsAndScoresAlone() {
        for (MatrixShape shape : shapes()) {
            long[] positions = positions(shape);
            float[] scores = drawn(shape, RandomStream.ofSeed(3));
            for (int keep : counts(shape)) {
                pattern().best(shape, positions, scores, keep);
            }
            assertThat(positions).isEqualTo(positions(shape));
            assertThat(scores).isEqualTo(drawn(shape, RandomStream.ofSeed(3)));
        }
    }

    private BitSet best(MatrixShape shape, float[] scores, int keep) {
        return pattern().best(shape, positions(shape), scores, keep);
    }

    /** The reachable counts, none twice. */
    private int[] counts(MatrixShape shape) {
        return java.util.stream.LongStream.rangeClosed(0, shape.positions())
                .map(links -> pattern().nearestReachable(shape, links))
                .mapToInt(Math::toIntExact)
                .distinct()
                .toArray();
    }

    private static long[] positions(MatrixShape shape) {
        long[] positions = new long[(int) shape.positions()];
        Arrays.setAll(positions, i -> i);
        return positions;
    }

    private static float[] drawn(MatrixShape shape, RandomStream random) {
        float[] scores = new float[(int) shape.positions()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) random.gaussian(i);
        }
        return scores;
    }
}
