package org.espalier.core.plan;

import org.espalier.core.diagnostic.Place;

/**
 * The running statistics of batch normalisation are estimated anew.
 *
 * @param batches of training data they are the means of
 * @param after how many phases come before it
 * @param place where the sentence stands
 */
public record RecalibratePlan(int batches, int after, Place place) implements BetweenPlan {
    /** What is applied. */
    public static final String RECALIBRATE = "recalibrate";

    /** Batches when nothing is said. */
    public static final int DEFAULT_BATCHES = 100;

    /** Most batches. */
    public static final int MOST_BATCHES = 1_000_000;

    @Override
    public String text() {
        return RECALIBRATE + ": running statistics are estimated anew from " + batches
                + (batches == 1 ? " batch" : " batches") + " of the training data";
    }
}
