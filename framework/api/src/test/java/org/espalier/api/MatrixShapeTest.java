package org.espalier.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatrixShapeTest {
    @Test
    void countsMorePositionsThanAnIntHolds() {
        assertThat(new MatrixShape("w", 1 << 20, 1 << 20).positions()).isEqualTo(1L << 40);
    }

    @Test
    void refusesAnEmptyMatrix() {
        assertThatThrownBy(() -> new MatrixShape("fc1.weight", 0, 3))
                .hasMessage("fc1.weight must have at least one row and one column, was 0 x 3");
    }
}
