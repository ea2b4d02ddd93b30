package org.espalier.core.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.espalier.core.diagnostic.Place;

/**
 * The mean of networks that several phases ended with takes the place of the network.
 *
 * @param of the ends of earlier phases, at least two
 * @param after how many phases come before it
 * @param place where the sentence stands
 */
public record AveragePlan(List<PhasePoint> of, int after, Place place) implements BetweenPlan {
    /** What is applied. */
    public static final String AVERAGE = "average";

    public AveragePlan {
        of = List.copyOf(of);
    }

    @Override
    public List<PhasePoint> needs() {
        return of;
    }

    @Override
    public String text() {
        return AVERAGE + ": the network becomes the mean of those "
                + of.stream().map(point -> "'" + point.from() + "'").collect(Collectors.joining(", ")) + " ended with";
    }
}
