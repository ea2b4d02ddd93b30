package org.espalier.core.guard;

import org.espalier.api.number.Schedule;

/** Calls a schedule, once a step or more; its values are finite. */
record ScheduleGuard(Schedule plugin, Calls calls) implements Schedule, Guarded {
    @Override
    public Caller caller() {
        return calls.caller();
    }

    @Override
    public double at(double progress) {
        calls.enter("at");
        try {
            double value = plugin.at(progress);
            calls.returned();
            if (!Double.isFinite(value)) {
                throw calls.wrong("at", value + " at progress " + progress + "; a value must be finite.");
            }
            return value;
        } catch (Throwable e) {
            throw calls.failed("at", e);
        } finally {
            calls.leave();
        }
    }
}
