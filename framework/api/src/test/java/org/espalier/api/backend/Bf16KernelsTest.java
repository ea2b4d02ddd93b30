package org.espalier.api.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Bf16KernelsTest {
    private static final Bf16Kernels REFERENCE = new Bf16Kernels() {};

    /** The words of a row of floats, which are given by their bits: a signalling NaN might not pass through a float. */
    private static int[] words(int... row) {
        Panel panel = new Panel(1, row.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment floats = arena.allocateFrom(ValueLayout.JAVA_INT, row);
            MemorySegment bf16 = arena.allocate(panel.bf16Bytes(1), 64);
            REFERENCE.toBf16(1, panel, floats.address(), bf16.address(), 0, 1);
            return bf16.toArray(ValueLayout.JAVA_INT);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "3f800000, 3f80, one",
        "3f808000, 3f80, a tie to the even one below",
        "3f818000, 3f82, a tie to the even one above",
        "3f807fff, 3f80, just below a tie",
        "3f808001, 3f81, just above a tie",
        "3fffffff, 4000, into the next exponent",
        "bf808001, bf81, away from zero",
        "80000000, 8000, minus zero",
        "00008000, 0000, a subnormal tie to zero",
        "00008001, 0001, a subnormal",
        "7f7f7fff, 7f7f, the largest that is not infinite",
        "7f7f8000, 7f80, the smallest that becomes infinite",
        "ff7fffff, ff80, the lowest float",
        "7f800000, 7f80, infinity",
        "ff800000, ff80, minus infinity",
        "7f800001, 7fc0, NaN whose lower half alone says so",
        "ffc12345, ffc1, NaN"
    })
    void valuesAreRoundedToNearest(String bits, String half, String why) {
        int[] row = new int[16];
        row[3] = Integer.parseUnsignedInt(bits, 16);
        assertThat(words(row)[3]).as(why).isEqualTo(Integer.parseInt(half, 16));
    }

    @Test
    void aWordHoldsAPositionAndTheSixteenthAfterIt() {
        int[] row = new int[48];
        row[5] = Float.floatToRawIntBits(1f);
        row[21] = Float.floatToRawIntBits(2f);
        row[37] = Float.floatToRawIntBits(-1f);
        int[] words = words(row);
        assertThat(words).hasSize(32);
        assertThat(words[5]).isEqualTo(0x40003f80);
        assertThat(words[16 + 5]).isEqualTo(0xbf80);
    }
}
