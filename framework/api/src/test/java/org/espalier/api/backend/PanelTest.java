package org.espalier.api.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PanelTest {
    @Test
    void isOneBlockForABatchOf128() {
        assertThat(Panel.of(128)).isEqualTo(new Panel(1, 128));
    }

    @Test
    void balancesBlocks() {
        assertThat(Panel.of(129)).isEqualTo(new Panel(2, 80));
        assertThat(Panel.of(200)).isEqualTo(new Panel(2, 112));
    }

    @Property
    void holdsItsPositionsWithLittleRoomToSpare(@ForAll @IntRange(min = 0, max = 100_000) int positions) {
        Panel panel = Panel.of(positions);

        assertThat(panel.capacity()).isGreaterThanOrEqualTo(positions);
        // Rounding up costs at most 15 positions of rounding and one of balancing in each block.
        assertThat(panel.capacity() - positions).isLessThanOrEqualTo(16 * panel.blocks());
        assertThat(panel.bytes(3)).isEqualTo(12L * panel.capacity());
    }

    @Test
    void refusesWidthsThatAreNotWholeLanes() {
        assertThatThrownBy(() -> new Panel(1, 24))
                .hasMessage("a panel has at least 1 block of 16, 32, … or 128 positions, was 1 blocks of 24");
        assertThatThrownBy(() -> new Panel(0, 16)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Panel(1, 144)).isInstanceOf(IllegalArgumentException.class);
    }
}
