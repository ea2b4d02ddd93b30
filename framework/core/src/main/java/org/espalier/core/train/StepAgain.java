package org.espalier.core.train;

/** Computes the gradients of a step once more, of the same batches and with the same noise, at the values parameters have. */
@FunctionalInterface
interface StepAgain {
    /**
     * @return the loss of the step
     * @throws Diverged when it is not finite
     */
    double gradients(long step);
}
