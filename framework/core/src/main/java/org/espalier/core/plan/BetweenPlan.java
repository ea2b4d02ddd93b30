package org.espalier.core.plan;

import java.util.List;
import org.espalier.core.diagnostic.Place;

/** What happens between phases. */
public sealed interface BetweenPlan permits ApplyPlan, AveragePlan, RecalibratePlan, SelectPlan, TransformPlan {
    /** How many phases come before it. */
    int after();

    /** The points of earlier phases it needs the networks of. */
    default List<PhasePoint> needs() {
        return List.of();
    }

    /** What it does, for people. */
    String text();

    /** Where the sentence stands. */
    Place place();
}
