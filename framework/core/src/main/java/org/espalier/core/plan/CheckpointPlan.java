package org.espalier.core.plan;

import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;

/**
 * When a run writes a checkpoint beside those at the end of each phase, and how many it keeps.
 *
 * @param every how far apart; empty: about a minute of time. Spans that come to less than a step mean every step
 * @param keep how many of the newest are kept, at least 1
 * @param place where the sentence stands
 */
public record CheckpointPlan(Optional<Span> every, int keep, Place place) {
    /** What a recipe that says nothing has: about one a minute, the newest two kept. */
    public static final CheckpointPlan DEFAULT = new CheckpointPlan(Optional.empty(), 2, Place.NONE);

    /** Whether it says what {@link #DEFAULT} says, wherever it stands. */
    public boolean isDefault() {
        return every.isEmpty() && keep == DEFAULT.keep;
    }
}
