package org.espalier.plugins.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.espalier.api.MatrixShape;
import org.espalier.api.score.Pattern;
import org.espalier.testkit.PatternContract;
import org.junit.jupiter.api.Test;

class UnstructuredTest extends PatternContract {
    private static final MatrixShape SQUARE = new MatrixShape("w", 2, 2);

    @Override
    protected Pattern pattern() {
        return new Unstructured();
    }

    @Test
    void reachesEveryCount() {
        for (int links = 0; links <= 4; links++) {
            assertThat(pattern().nearestReachable(SQUARE, links)).isEqualTo(links);
        }
    }

    @Test
    void keepsTheLargestScoresWhereverTheyStand() {
        assertThat(best(2, 0.5f, 0.1f, 0.2f, 0.05f)).isEqualTo(BitSet.valueOf(new long[] {0b0101}));
        assertThat(best(2, 0.5f, 0.4f, 0.2f, 0.05f)).isEqualTo(BitSet.valueOf(new long[] {0b0011}));
    }

    @Test
    void dropsExactlyTheFirstTwoOfFourEqualScores() {
        assertThat(best(2, 1, 1, 1, 1)).isEqualTo(BitSet.valueOf(new long[] {0b1100}));
    }

    @Test
    void choosesAmongFewerCandidatesThanPositions() {
        BitSet kept = pattern().best(SQUARE, new long[] {1, 3}, new float[] {5, 4}, 1);

        assertThat(kept).isEqualTo(BitSet.valueOf(new long[] {0b1}));
    }

    @Test
    void refusesScoresThatDoNotMatchTheCandidates() {
        assertThatThrownBy(() -> pattern().best(SQUARE, new long[] {1, 3}, new float[] {5}, 1))
                .hasMessage("each of the 2 candidates of w needs one score, there are 1");
    }

    private BitSet best(int keep, float... scores) {
        return pattern().best(SQUARE, new long[] {0, 1, 2, 3}, scores, keep);
    }
}
