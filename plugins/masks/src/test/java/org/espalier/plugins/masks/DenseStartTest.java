package org.espalier.plugins.masks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.espalier.api.MatrixShape;
import org.espalier.api.RandomStream;
import org.espalier.api.score.StartMask;
import org.espalier.testkit.StartMaskContract;
import org.junit.jupiter.api.Test;

class DenseStartTest extends StartMaskContract {
    private static final MatrixShape SHAPE = new MatrixShape("fc1.weight", 2, 3);

    @Override
    protected StartMask start() {
        return new DenseStart();
    }

    @Test
    void hasEveryLinkWhateverTheBudget() {
        assertThat(start().count(SHAPE, 1)).isEqualTo(6);
        assertThat(start().positions(SHAPE, 6, RandomStream.ofSeed(1))).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void refusesToLeaveLinksOut() {
        assertThatThrownBy(() -> start().positions(SHAPE, 5, RandomStream.ofSeed(1)))
                .hasMessage("a dense start of fc1.weight has all 6 links, was asked for 5");
    }
}
