package org.espalier.api.number;

import org.espalier.api.PluginKind;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A number over time, as a pure function of progress. The recipe's universal options {@code over:} (the stretch the
 * schedule covers, by default the whole window it stands in) and {@code warmup:} (a linear ramp from 0 that multiplies
 * the value) are applied by the engine.
 */
@ConsumerType
@PluginKind("schedule")
public interface Schedule {
    /**
     * The value at a point of the schedule's stretch.
     *
     * @param progress 0 at the start of the stretch, 1 at its end; always within [0, 1]
     */
    double at(double progress);
}
