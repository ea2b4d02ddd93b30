package org.example.espalier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class GeometricTest {
    private static final double ROUNDING = 1e-15;

    private final Geometric schedule = new Geometric(new Geometric.Options(0.1, 0.001));

    @Test
    void startsAtFromAndEndsAtTo() {
        assertEquals(0.1, schedule.at(0), ROUNDING);
        assertEquals(0.001, schedule.at(1), ROUNDING);
    }

    @Test
    void isTheGeometricMeanHalfWay() {
        assertEquals(0.01, schedule.at(0.5), ROUNDING);
    }

    @Test
    void refusesEndsThatAreEqual() {
        assertThrows(IllegalArgumentException.class, () -> new Geometric.Options(0.1, 0.1));
    }
}
