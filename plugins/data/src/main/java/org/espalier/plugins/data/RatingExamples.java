package org.espalier.plugins.data;

import org.espalier.api.border.Examples;

/**
 * Some ratings: the number of the user and that of the item, with the rating as the target.
 *
 * @param ratings all of them
 * @param lines which of these
 */
record RatingExamples(Ratings ratings, int[] lines) implements Examples {
    @Override
    public int count() {
        return lines.length;
    }

    @Override
    public void features(int id, float[] out) {
        out[0] = ratings.users().places()[lines[id]];
        out[1] = ratings.items().places()[lines[id]];
    }

    @Override
    public int label(int id) {
        return -1;
    }

    @Override
    public void target(int id, float[] out) {
        out[0] = ratings.values()[lines[id]];
    }
}
