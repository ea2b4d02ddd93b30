package org.espalier.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.bench.GuardedCall.Reached;
import org.junit.jupiter.api.Test;

class GuardedCallTest {
    private static final Floors.Floor FLOOR = Floors.Floor.under(0.4, 12);

    @Test
    void aThirdOfWhatIsUsualIsLetPass() {
        assertThat(new Reached(0.4 / 3, 4, 0).faults(FLOOR)).isEmpty();
    }

    @Test
    void aTenthOfWhatIsUsualIsNot() {
        assertThat(new Reached(0.04, 1.2, 0).faults(FLOOR))
                .containsExactly(
                        "4.00 % of the bound where 10.00 % are the least",
                        "1.20 times as fast as the scalar reference where 3.00 are the least");
    }

    @Test
    void whatAllocatesIsNamedWithItsBytes() {
        assertThat(new Reached(0.4, 12, 0.25).faults(FLOOR)).containsExactly("1 bytes of heap a call");
    }
}
