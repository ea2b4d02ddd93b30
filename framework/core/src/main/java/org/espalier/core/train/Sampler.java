package org.espalier.core.train;

import org.espalier.api.RandomStream;

/** The order of examples: a fresh permutation in each epoch, the last batch of an epoch as short as it comes. */
final class Sampler {
    private final RandomStream random;
    private final int[] order;
    private final int batch;

    Sampler(int examples, int batch, RandomStream random) {
        this.random = random;
        this.batch = batch;
        this.order = new int[examples];
    }

    /** Steps in one epoch. */
    static long stepsPerEpoch(int examples, int batch) {
        return (examples + batch - 1L) / batch;
    }

    /** Shuffles for an epoch (Fisher and Yates). */
    void startEpoch(long epoch) {
        RandomStream draws = random.fork(epoch);
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = order.length - 1; i > 0; i--) {
            int j = (int) draws.below(i + 1L, i);
            int other = order[j];
            order[j] = order[i];
            order[i] = other;
        }
    }

    /** How many examples a step of the epoch has. */
    int size(long stepInEpoch) {
        return (int) Math.min(batch, order.length - stepInEpoch * batch);
    }

    /** The example at a place of a step of the epoch. */
    int example(long stepInEpoch, int place) {
        return order[(int) (stepInEpoch * batch) + place];
    }
}
