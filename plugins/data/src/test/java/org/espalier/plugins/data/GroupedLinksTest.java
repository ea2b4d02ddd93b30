package org.espalier.plugins.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.espalier.api.RandomStream;
import org.espalier.api.border.TensorView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GroupedLinksTest {
    /** Values row by row; zeros have no links. */
    private static TensorView.Sparse matrix(int columns, float... values) {
        int rows = values.length / columns;
        int[] starts = new int[rows + 1];
        int[] linked = new int[values.length];
        float[] kept = new float[values.length];
        int links = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0) {
                linked[links] = i % columns;
                kept[links++] = values[i];
            }
            starts[i / columns + 1] = links;
        }
        return new TensorView.Sparse(
                "w", new int[] {rows, columns}, starts, Arrays.copyOf(linked, links), Arrays.copyOf(kept, links));
    }

    private static GroupedLinks packed(TensorView.Sparse matrix, int taps, int n, int m) {
        return GroupedLinks.of(matrix, taps, n, m).orElseThrow();
    }

    /** A reader of its own: {@code [rows * columns]}. */
    private static float[] unpacked(GroupedLinks links, int rows, int columns, int taps, int n, int m) {
        float[] values = new float[rows * columns];
        int inputs = columns / taps;
        int groups = links.slots() / n;
        for (int slot = 0; slot < rows * links.slots(); slot++) {
            int position = 0;
            for (int b = 0; b < GroupedLinks.bits(m); b++) {
                long bit = (long) slot * GroupedLinks.bits(m) + b;
                position |= (links.positions()[(int) (bit / 8)] >> bit % 8 & 1) << b;
            }
            int group = slot % links.slots() / n;
            int tap = group / (groups / taps);
            int input = group % (groups / taps) * m + position;
            if (input < inputs) {
                values[slot / links.slots() * columns + input * taps + tap] = links.values()[slot];
            } else {
                assertThat(links.values()[slot]).isZero();
            }
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 2", "4, 2", "5, 3", "8, 3", "9, 4", "256, 8"})
    void aPositionHasAsManyBitsAsItNeeds(int inputs, int bits) {
        assertThat(GroupedLinks.bits(inputs)).isEqualTo(bits);
    }

    /** Positions 0 and 3, then 1 and 2: 00, 11, 01 and 10 from the lowest bits on. */
    @Test
    void twoOfFourTakeTwoBitsALink() {
        GroupedLinks links = packed(matrix(8, .5f, 0, 0, .9f, 0, -.2f, .1f, 0), 1, 2, 4);

        assertThat(links.values()).containsExactly(.5f, .9f, -.2f, .1f);
        assertThat(links.positions()).containsExactly((byte) 0b10_01_11_00);
    }

    /** 32 groups, 64 links: 2048 bits of values and 128 of positions, where dense are 4096. */
    @Test
    void eightRowsOfSixteenInputsTake2176Bits() {
        float[] values = new float[128];
        for (int i = 0; i < 128; i++) {
            values[i] = i % 4 == i / 4 % 4 || i % 4 == (i / 4 + 1) % 4 ? i + 1 : 0;
        }
        GroupedLinks links = packed(matrix(16, values), 1, 2, 4);

        assertThat(links.values()).hasSize(64);
        assertThat(32 * links.values().length + 8 * links.positions().length).isEqualTo(2176);
        assertThat(unpacked(links, 8, 16, 1, 2, 4)).containsExactly(values);
    }

    @Test
    void whatIsMissingInAGroupHasTheFirstFreePositions() {
        GroupedLinks links = packed(matrix(6, 0, 7, 0, 0, 0, 8), 1, 2, 4);

        assertThat(links.values()).containsExactly(0, 7, 0, 8);
        assertThat(unpacked(links, 1, 6, 1, 2, 4)).containsExactly(0, 7, 0, 0, 0, 8);
    }

    /** Three inputs at two taps: the first tap of all of them is a group. */
    @Test
    void underAWindowAGroupIsInputsAtOneTap() {
        GroupedLinks links = packed(matrix(6, 1, 2, 0, 0, 3, 0), 2, 2, 3);

        assertThat(links.values()).containsExactly(1, 3, 2, 0);
        assertThat(unpacked(links, 1, 6, 2, 2, 3)).containsExactly(1, 2, 0, 0, 3, 0);
    }

    @Test
    void aGroupWithMoreLinksIsNone() {
        assertThat(GroupedLinks.of(matrix(4, 1, 2, 3, 0), 1, 2, 4)).isEmpty();
    }

    @Property(tries = 200)
    void everyValueComesBack(
            @ForAll @IntRange(min = 1, max = 7) int rows,
            @ForAll @IntRange(min = 1, max = 21) int inputs,
            @ForAll @IntRange(min = 1, max = 4) int taps,
            @ForAll @IntRange(min = 2, max = 9) int m,
            @ForAll @IntRange(min = 1, max = 9) int most,
            @ForAll long seed) {
        int n = Math.min(most, m);
        RandomStream random = RandomStream.ofSeed(seed);
        float[] values = new float[rows * inputs * taps];
        for (int i = 0; i < values.length; i++) {
            int input = i % (inputs * taps) / taps;
            // Of the inputs of a group those at n places at most.
            boolean stays = (input % m + i / (inputs * taps)) % m < n && random.uniform(i) < 0.8;
            values[i] = stays ? (float) random.gaussian(i) : 0;
        }
        GroupedLinks links = packed(matrix(inputs * taps, values), taps, n, m);

        assertThat(unpacked(links, rows, inputs * taps, taps, n, m)).containsExactly(values);
    }
}
