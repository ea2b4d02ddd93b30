package org.espalier.core.plan;

import org.espalier.core.diagnostic.Place;

/**
 * What a phase does when its loss becomes NaN or infinite: stop the run, or go back to the newest scheduled checkpoint of
 * the phase (its start, when there is none yet) and go on with a smaller learning rate.
 *
 * @param rollback whether to go back; else the run stops
 * @param factor what each rollback multiplies the learning rate by, in (0, 1)
 * @param times after so many rollbacks of the phase the run stops, at least 1
 * @param place where the sentence stands
 */
public record DivergencePlan(boolean rollback, double factor, int times, Place place) {
    /** The run stops; what a recipe that says nothing has. The factor and times are those of a rollback without options. */
    public static final DivergencePlan STOP = new DivergencePlan(false, 0.5, 3, Place.NONE);

    /** Goes back up to {@code times} times, multiplying the learning rate by {@code factor} each time. */
    public static DivergencePlan rollback(double factor, int times) {
        return new DivergencePlan(true, factor, times, Place.NONE);
    }
}
