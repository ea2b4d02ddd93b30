package org.espalier.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.core.diagnostic.Place;
import org.espalier.core.plan.SparsifyPlan.LayerSelector;
import org.junit.jupiter.api.Test;

class LayerSelectorTest {
    @Test
    void aStarStandsForAnyCharacters() {
        assertThat(matches("fc*", "fc1")).isTrue();
        assertThat(matches("*", "")).isTrue();
        assertThat(matches("*c1", "fc1")).isTrue();
        assertThat(matches("f*.w*t", "fc.weight")).isTrue();
        assertThat(matches("a**b", "ab")).isTrue();
        assertThat(matches("*ab*ab*", "abcab")).isTrue();
    }

    @Test
    void everythingElseStandsForItself() {
        assertThat(matches("fc", "fc1")).isFalse();
        assertThat(matches("fc.", "fc1")).isFalse();
        assertThat(matches("a*a", "a")).isFalse();
        assertThat(matches("ab*ba", "aba")).isFalse();
        assertThat(matches("*ab*ab*", "abab".substring(1))).isFalse();
        assertThat(matches("", "a")).isFalse();
    }

    @Test
    void manyStarsTakeNoLongerThanTheNameIsLong() {
        assertThat(matches("*a".repeat(5000) + "*b", "a".repeat(100_000))).isFalse();
    }

    private static boolean matches(String pattern, String layer) {
        return new LayerSelector(pattern, Place.NONE).matches(layer);
    }
}
