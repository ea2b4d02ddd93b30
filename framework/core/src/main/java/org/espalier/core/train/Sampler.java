package org.espalier.core.train;

import java.util.Arrays;
import org.espalier.api.RandomStream;

/**
 * The order of examples: a fresh permutation in each epoch, or where batches are whole that of their ids; the last batch of
 * an epoch is as short as it comes.
 */
public final class Sampler {
    private final RandomStream random;
    private final int[] order;
    private final int batch;
    private final boolean inOrder;

    Sampler(int examples, int batch, boolean inOrder, RandomStream random) {
        this.inOrder = inOrder;
        this.random = random;
        this.batch = batch;
        this.order = new int[examples];
    }

    /** Batches in one epoch. */
    public static long batchesPerEpoch(int examples, int batch) {
        return (examples + batch - 1L) / batch;
    }

    /** Shuffles for an epoch. */
    void startEpoch(long epoch) {
        if (inOrder) {
            Arrays.setAll(order, i -> i);
        } else {
            permute(order, random.fork(epoch));
        }
    }

    /** Fills an array with a random permutation of 0 … length - 1 (Fisher and Yates). */
    public static void permute(int[] ids, RandomStream random) {
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i;
        }
        for (int i = ids.length - 1; i > 0; i--) {
            int j = (int) random.below(i + 1L, i);
            int other = ids[j];
            ids[j] = ids[i];
            ids[i] = other;
        }
    }

    /** How many examples a batch of the epoch has. */
    int size(long batchInEpoch) {
        return (int) Math.min(batch, order.length - batchInEpoch * batch);
    }

    /** The example at a place of a batch of the epoch. */
    int example(long batchInEpoch, int place) {
        return order[(int) (batchInEpoch * batch) + place];
    }
}
