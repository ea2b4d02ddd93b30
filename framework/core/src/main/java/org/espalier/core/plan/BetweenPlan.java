package org.espalier.core.plan;

import org.espalier.core.diagnostic.Place;

/** What happens between phases. */
public sealed interface BetweenPlan permits ApplyPlan, SelectPlan {
    /** How many phases come before it. */
    int after();

    /** What it does, for people. */
    String text();

    /** Where the sentence stands. */
    Place place();
}
