package org.espalier.core.train;

import java.util.Arrays;
import java.util.Optional;
import org.espalier.api.RandomStream;

/**
 * The order of the examples of an epoch: a fresh permutation in each, or where batches are whole that of their ids; the last batch of
 * an epoch is as short as it comes.
 */
public final class Sampler {
    private final RandomStream random;
    private final int[] order;
    private final int batch;
    private final boolean inOrder;
    private final Optional<ExampleRecord> record;

    /**
     * @param record says which examples an epoch has; empty: all
     */
    Sampler(int examples, int batch, boolean inOrder, Optional<ExampleRecord> record, RandomStream random) {
        this.record = record;
        this.inOrder = inOrder;
        this.random = random;
        this.batch = batch;
        this.order = new int[record.map(ExampleRecord::size).orElse(examples)];
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
        if (record.isPresent()) {
            int[] chosen = record.get().chosen(epoch);
            for (int i = 0; i < order.length; i++) {
                order[i] = chosen[order[i]];
            }
        }
    }

    /** Batches in an epoch. */
    long perEpoch() {
        return batchesPerEpoch(order.length, batch);
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
