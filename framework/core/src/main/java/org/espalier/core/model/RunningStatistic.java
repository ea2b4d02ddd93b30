package org.espalier.core.model;

import org.espalier.core.storage.DenseWeight;

/**
 * Numbers of features that follow those of the batches.
 *
 * @param store holds them; in its gradient's place a backward pass leaves those of the batch
 * @param momentum how much of the way to the batch's they go in a step
 */
public record RunningStatistic(DenseWeight store, float momentum) {}
