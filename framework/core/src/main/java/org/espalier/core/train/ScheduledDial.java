package org.espalier.core.train;

import java.util.Optional;
import org.espalier.api.Dial;
import org.espalier.api.Span;
import org.espalier.api.number.Schedule;

/**
 * A dial that follows a schedule over a window of a phase, until a rule takes it over. Turned by the loop before each step.
 */
public final class ScheduledDial implements Dial {
    private final Schedule schedule;
    private final Optional<Span> over;
    private final Optional<Span> warmup;
    private long begin;
    private long length = 1;
    private long warmupSteps;
    private double now;
    /** What a rule turned it to; NaN: none did. */
    private double turned = Double.NaN;

    /**
     * @param over the stretch the schedule covers; empty: the window it is placed in
     * @param warmup a linear ramp that multiplies the first values; empty: none
     */
    public ScheduledDial(Schedule schedule, Optional<Span> over, Optional<Span> warmup) {
        this.schedule = schedule;
        this.over = over;
        this.warmup = warmup;
        this.now = schedule.at(0);
    }

    /** A dial that never turns. */
    public static ScheduledDial fixed(double value) {
        return new ScheduledDial(progress -> value, Optional.empty(), Optional.empty());
    }

    /**
     * Places the schedule in a window of a phase and turns it to the window's first step.
     *
     * @param first first step of the window
     * @param steps its length
     */
    public void place(long first, long steps, long stepsPerEpoch, long phaseSteps) {
        begin = first;
        length = over.map(s -> s.toSteps(stepsPerEpoch, phaseSteps)).orElse(steps);
        warmupSteps = warmup.map(s -> s.toSteps(stepsPerEpoch, phaseSteps)).orElse(0L);
        turn(first);
    }

    /**
     * Sets the value for a step: the schedule at (step - begin) / length, held beyond its ends, times
     * min(1, (step - begin + 1) / warmup).
     */
    public void turn(long step) {
        if (!Double.isNaN(turned)) {
            return;
        }
        long done = Math.max(0, step - begin);
        double progress = length <= 0 ? 1 : Math.min(1, (double) done / length);
        double value = schedule.at(progress);
        now = done + 1 < warmupSteps ? value * (done + 1) / warmupSteps : value;
    }

    /**
     * Takes it over from its schedule.
     *
     * @param value NaN: it follows its schedule again, from when it is turned
     */
    void turnTo(double value) {
        turned = value;
        now = Double.isNaN(value) ? now : value;
    }

    /** What it was taken over with; NaN: it follows its schedule. */
    double turnedTo() {
        return turned;
    }

    @Override
    public double value() {
        return now;
    }
}
