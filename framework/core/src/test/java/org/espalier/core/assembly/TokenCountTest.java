package org.espalier.core.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.espalier.api.border.Examples;
import org.junit.jupiter.api.Test;

final class TokenCountTest {
    /** Examples of two features. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Pairs(float[][] pairs) implements Examples {
        @Override
        public int count() {
            return pairs.length;
        }

        @Override
        public void features(int id, float[] out) {
            System.arraycopy(pairs[id], 0, out, 0, 2);
        }

        @Override
        public int label(int id) {
            return 0;
        }

        @Override
        public void target(int id, float[] out) {
            throw new AssertionError("nobody asks for targets");
        }
    }

    private static TokenCount count(float[]... pairs) {
        return new TokenCount("it", 2, new Pairs(pairs));
    }

    @Test
    void everyFeatureOfEveryExampleIsAToken() {
        assertThat(count(new float[] {0, 2}, new float[] {2, 2}, new float[] {3, 0})
                        .of(5))
                .containsExactly(2, 0, 3, 1, 0);
    }

    @Test
    void whatIsNoTokenIsToldWithItsExample() {
        assertThatThrownBy(
                        () -> count(new float[] {0, 1}, new float[] {0.5f, 1}).of(5))
                .hasMessage(
                        "Example 1 of 'it' holds 0.5, and a table by tokens was asked for the tokens 0 to 4. It takes"
                                + " data of token numbers, not scaled, and their vocabulary.");
        assertThatThrownBy(() -> count(new float[] {0, 5}).of(5)).hasMessageContaining("Example 0 of 'it' holds 5.0");
    }
}
