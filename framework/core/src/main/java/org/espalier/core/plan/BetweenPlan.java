package org.espalier.core.plan;

import java.util.List;
import java.util.Optional;
import org.espalier.core.diagnostic.Place;

/** What happens between phases. */
public sealed interface BetweenPlan
        permits ApplyPlan, AveragePlan, MergePlan, RecalibratePlan, SelectPlan, TransformPlan {
    /** How many phases come before it. */
    int after();

    /** The points of earlier phases it needs the networks of. */
    default List<PhasePoint> needs() {
        return List.of();
    }

    /** Why a network from before it does not fit any more; empty when it does, or that is not known yet. */
    default Optional<String> reforms() {
        return Optional.empty();
    }

    /** What it does, for people. */
    String text();

    /** Where the sentence stands. */
    Place place();
}
