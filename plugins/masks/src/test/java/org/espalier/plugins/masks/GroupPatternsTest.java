package org.espalier.plugins.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.espalier.api.EspalierException;
import org.espalier.api.MatrixShape;
import org.espalier.api.score.Pattern;
import org.espalier.testkit.PatternContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Patterns whose links stay or go together. */
class GroupPatternsTest {
    private static final MatrixShape SHAPE = new MatrixShape("w", 2, 6, List.of(3));

    private static BitSet best(Pattern pattern, int keep, float... scores) {
        return pattern.best(SHAPE, LongStream.range(0, 12).toArray(), scores, keep);
    }

    private static BitSet set(int... bits) {
        return IntStream.of(bits).collect(BitSet::new, BitSet::set, BitSet::or);
    }

    @Nested
    class Rows extends PatternContract {
        @Override
        protected Pattern pattern() {
            return new WholeRows();
        }

        @Test
        void theRowWithTheLargerSumStays() {
            assertThat(best(pattern(), 6, 3, 3, 3, 0, 0, 0, 9, 1, 0, 0, 0, 0)).isEqualTo(set(6, 7, 8, 9, 10, 11));
            assertThat(pattern().nearestReachable(SHAPE, 8)).isEqualTo(6);
            assertThat(pattern().nearestReachable(SHAPE, 9)).isEqualTo(12);
        }
    }

    @Nested
    class Channels extends PatternContract {
        @Override
        protected Pattern pattern() {
            return new WholeChannels();
        }

        @Test
        void aChannelIsAllItsTapsInAllRows() {
            assertThat(best(pattern(), 6, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0)).isEqualTo(set(0, 1, 2, 6, 7, 8));
        }
    }

    @Nested
    class Rectangles extends PatternContract {
        @Override
        protected Pattern pattern() {
            return new Blocks(new Blocks.Options(2, 2));
        }

        @Override
        protected List<MatrixShape> shapes() {
            return List.of(new MatrixShape("square", 8, 8), new MatrixShape("wide", 2, 12));
        }

        @Test
        void aBlockIsARectangle() {
            assertThat(best(pattern(), 4, 0, 0, 1, 1, 5, 0, 0, 0, 1, 3, 0, 0)).isEqualTo(set(2, 3, 8, 9));
        }

        @Test
        void saysWhichWeightItDoesNotDivide() {
            Pattern blocks = new Blocks(new Blocks.Options(4, 5));
            assertThatThrownBy(() -> blocks.nearestReachable(SHAPE, 3))
                    .isInstanceOf(EspalierException.class)
                    .hasMessage("Blocks of 4 x 5 do not divide w, which is 2 x 6.");
        }
    }

    /** Two heads of one query each; two heads of three joined features each. */
    @Nested
    class Heads extends PatternContract {
        @Override
        protected Pattern pattern() {
            return new WholeHeads(new WholeHeads.Options(2, WholeHeads.Side.OUTPUTS));
        }

        @Override
        protected List<MatrixShape> shapes() {
            return List.of(new MatrixShape("square", 8, 8), new MatrixShape("wide", 6, 12));
        }

        @Test
        void aHeadIsOutputsThatStandTogether() {
            MatrixShape queries = new MatrixShape("w", 4, 2);
            long[] all = LongStream.range(0, 8).toArray();
            assertThat(pattern().best(queries, all, new float[] {0, 3, 0, 0, 1, 0, 1, 0}, 4))
                    .isEqualTo(set(0, 1, 2, 3));
        }

        @Test
        void orInputsThatDo() {
            Pattern inputs = new WholeHeads(new WholeHeads.Options(2, WholeHeads.Side.INPUTS));
            assertThat(best(inputs, 6, 1, 0, 0, 0, 0, 9, 1, 1, 1, 0, 0, 0)).isEqualTo(set(3, 4, 5, 9, 10, 11));
        }

        @Test
        void saysWhichWeightItDoesNotDivide() {
            Pattern four = new WholeHeads(new WholeHeads.Options(4, WholeHeads.Side.INPUTS));
            assertThatThrownBy(() -> four.nearestReachable(SHAPE, 6))
                    .hasMessage("w has 6 inputs, which are not divisible into 4 heads.");
        }
    }

    @Nested
    class FanIn extends PatternContract {
        @Override
        protected Pattern pattern() {
            return new ConstantFanIn();
        }

        /** Magnitudes of two rows: a layer as one keeps the first row, here each row keeps its larger one. */
        @Test
        void rowsDoNotCompete() {
            MatrixShape square = new MatrixShape("w", 2, 2);
            long[] all = {0, 1, 2, 3};
            assertThat(pattern().best(square, all, new float[] {0.5f, 0.1f, 0.2f, 0.05f}, 2))
                    .isEqualTo(set(0, 2));
            float[] unequal = {0.5f, 0.4f, 0.2f, 0.05f};
            assertThat(pattern().best(square, all, unequal, 2)).isEqualTo(set(0, 2));
            assertThat(new Unstructured().best(square, all, unequal, 2)).isEqualTo(set(0, 1));
        }

        @Test
        void everyRowHasAsManyLinks() {
            assertThat(best(pattern(), 4, 9, 8, 7, 6, 5, 4, 1, 2, 3, 0, 0, 0)).isEqualTo(set(0, 1, 7, 8));
        }
    }
}
