package org.espalier.core.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.border.Examples;
import org.junit.jupiter.api.Test;

/** Whoever passes on examples passes on what was drawn for them. */
final class DrawnExamplesTest {
    private static final long DRAW = 100;

    @Test
    void someExamplesOfOthersAreDrawnByTheIdsOfThose() {
        Examples some = new Subset(new Drawing(0), new int[] {4, 7});
        assertThat(drawn(some, 0)).isEqualTo(DRAW + 4);
        assertThat(drawn(some, 1)).isEqualTo(DRAW + 7);
        assertThat(plain(some, 1)).isEqualTo(7);
    }

    @Test
    void examplesOfTwoListsAreDrawnInTheirs() {
        Examples both = new Joined(new Drawing(0), new Drawing(1000));
        assertThat(drawn(both, 9)).isEqualTo(DRAW + 9);
        assertThat(drawn(both, 12)).isEqualTo(DRAW + 1002);
        assertThat(plain(both, 12)).isEqualTo(1002);
    }

    @Test
    void targetsAreDrawnAndPassedOn() {
        Examples some = new Subset(new Drawing(0), new int[] {4, 7});
        Examples both = new Joined(new Drawing(0), new Drawing(1000));
        assertThat(some.mixesTargets()).isTrue();
        assertThat(both.mixesTargets()).isTrue();
        assertThat(target(some, 1)).isEqualTo(DRAW + 7);
        assertThat(target(both, 12)).isEqualTo(DRAW + 1002);
    }

    private static float target(Examples examples, int id) {
        float[] row = new float[1];
        examples.target(id, DRAW, row);
        return row[0];
    }

    private static float drawn(Examples examples, int id) {
        float[] row = new float[1];
        examples.features(id, DRAW, row);
        return row[0];
    }

    private static float plain(Examples examples, int id) {
        float[] row = new float[1];
        examples.features(id, row);
        return row[0];
    }

    /** Ten examples: base and id, and what is drawn on top. */
    private record Drawing(int base) implements Examples {
        @Override
        public int count() {
            return 10;
        }

        @Override
        public void features(int id, float[] out) {
            out[0] = base + id;
        }

        @Override
        public void features(int id, long draw, float[] out) {
            out[0] = base + id + draw;
        }

        @Override
        public int label(int id) {
            return 0;
        }

        @Override
        public void target(int id, float[] out) {
            out[0] = 1;
        }

        @Override
        public void target(int id, long draw, float[] out) {
            features(id, draw, out);
        }

        @Override
        public boolean mixesTargets() {
            return true;
        }
    }
}
