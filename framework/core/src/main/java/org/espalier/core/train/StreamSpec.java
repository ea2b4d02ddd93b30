package org.espalier.core.train;

import org.espalier.api.graph.Loss;
import org.espalier.core.graph.Model;
import org.espalier.core.graph.Objective;
import org.espalier.core.trace.LossTrace;

/**
 * What a phase learns of further data in each step, wired.
 *
 * @param name of the data
 * @param batch examples in a batch
 * @param weight what the gradient is multiplied by
 * @param times the same, for people
 */
public record StreamSpec(String name, int batch, Loss loss, ScheduledDial weight, String times) {
    /** What its loss is. */
    public Objective objective(Model model) {
        return LossTrace.of(loss, model);
    }
}
