package org.espalier.plugins.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class TokenTableTest {
    private static long[] loads(int[] table, long[] counts, int experts) {
        long[] loads = new long[experts];
        for (int token = 0; token < table.length; token++) {
            loads[table[token]] += counts[token];
        }
        return loads;
    }

    @Test
    void theMostFrequentComeFirstEachToTheExpertWithTheLeast() {
        assertThat(TokenTable.balanced(new long[] {10, 6, 5, 3}, 2)).containsExactly(0, 1, 1, 0);
        assertThat(TokenTable.balanced(new long[] {3, 5, 6, 10}, 2)).containsExactly(0, 1, 1, 0);
    }

    @Test
    void ofEquallyFrequentOnesTheLowerNumberComesFirst() {
        assertThat(TokenTable.balanced(new long[] {2, 2, 2, 2, 2}, 3)).containsExactly(0, 1, 2, 0, 1);
    }

    @Property(tries = 200)
    void expertsSeeAllAndDifferByOneTokenAtMost(
            @ForAll @Size(min = 1, max = 60) List<@LongRange(max = 1_000_000) Long> drawn,
            @ForAll @IntRange(min = 2, max = 9) int experts) {
        long[] counts = drawn.stream().mapToLong(count -> count).toArray();
        long[] loads = loads(TokenTable.balanced(counts, experts), counts, experts);

        assertThat(Arrays.stream(loads).sum()).isEqualTo(Arrays.stream(counts).sum());
        assertThat(Arrays.stream(loads).max().orElseThrow()
                        - Arrays.stream(loads).min().orElseThrow())
                .isLessThanOrEqualTo(Arrays.stream(counts).max().orElseThrow());
    }

    /** Within four deviations of a binomial distribution: 1250 ± 132. */
    @Test
    void aDrawnTableHasAboutAsManyTokensForEachExpert() {
        long[] ones = new long[10_000];
        Arrays.fill(ones, 1);
        for (long tokens : loads(TokenTable.drawn(10_000, 8, 5), ones, 8)) {
            assertThat(tokens).isBetween(1250L - 132, 1250L + 132);
        }
    }
}
