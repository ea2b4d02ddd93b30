package org.espalier.core.train;

import java.util.Optional;

/**
 * What surrounds the optimizer in a step, wired.
 *
 * @param clip a bound for the gradients; empty: none
 */
public record StepSpec(Optional<GradientClip> clip) {
    /** Nothing does. */
    public static final StepSpec PLAIN = new StepSpec(Optional.empty());
}
