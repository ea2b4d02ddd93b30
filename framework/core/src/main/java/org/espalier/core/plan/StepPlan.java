package org.espalier.core.plan;

import java.util.Optional;

/**
 * What surrounds the optimizer in a step of a phase.
 *
 * @param clip a bound for the gradients; empty: none
 */
public record StepPlan(Optional<ClipPlan> clip) {}
