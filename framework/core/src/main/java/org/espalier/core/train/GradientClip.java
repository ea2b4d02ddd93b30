package org.espalier.core.train;

import org.espalier.core.plan.ClipPlan;

/**
 * A bound for the gradients of a step.
 *
 * @param limit placed over the phase
 */
public record GradientClip(ClipPlan.By by, ScheduledDial limit) {
    /** For people, with the limit in force. */
    String text() {
        return switch (by) {
            case NORM -> "scale all gradients together to a norm of at most " + limit.value();
            case VALUE -> "clamp each gradient to at most " + limit.value() + " in size";
        };
    }
}
