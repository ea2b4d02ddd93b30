package org.espalier.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.espalier.api.number.Schedule;
import org.junit.jupiter.api.Test;

/** What every schedule keeps: a finite number everywhere, depending on progress alone. */
public abstract class ScheduleContract {
    private static final int POINTS = 1000;

    /** A fresh schedule; every call gives an equal one. */
    protected abstract Schedule schedule();

    @Test
    void isFiniteFromStartToEnd() {
        Schedule schedule = schedule();
        for (int i = 0; i <= POINTS; i++) {
            assertThat(schedule.at(i / (double) POINTS))
                    .as("at %d/%d", i, POINTS)
                    .isFinite();
        }
    }

    @Test
    void dependsOnProgressAloneAndNotOnEarlierCalls() {
        Schedule forward = schedule();
        double[] values = new double[POINTS + 1];
        for (int i = 0; i <= POINTS; i++) {
            values[i] = forward.at(i / (double) POINTS);
        }
        Schedule backward = schedule();
        for (int i = POINTS; i >= 0; i--) {
            assertThat(backward.at(i / (double) POINTS))
                    .as("at %d/%d", i, POINTS)
                    .isEqualTo(values[i]);
        }
    }
}
