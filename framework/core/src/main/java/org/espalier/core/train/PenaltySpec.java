package org.espalier.core.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.espalier.api.loop.Regularizer;
import org.espalier.core.plan.Groups;
import org.espalier.core.plan.RegularizePlan;

/**
 * A penalty on groups of trained values, wired.
 *
 * @param name of the regularizer
 * @param parameters names of those it is about, in the order of the model
 * @param heads rows of a head of each parameter, when groups are heads
 * @param strength placed over the phase
 * @param every steps between proximal steps, at least 1
 * @param epsilon of half-space steps, in [0, 1)
 * @param outside a mask whose groups are left alone, when there is one
 */
public record PenaltySpec(
        String name,
        Regularizer regularizer,
        List<String> parameters,
        Groups groups,
        List<Integer> heads,
        RegularizePlan.By by,
        ScheduledDial strength,
        long every,
        double epsilon,
        Optional<String> outside) {
    public PenaltySpec {
        parameters = List.copyOf(parameters);
        heads = List.copyOf(heads);
    }

    /** For people. */
    String text() {
        String what = name + " on "
                + (groups == Groups.WEIGHT
                        ? "each value"
                        : "each " + groups.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                + " of " + String.join(", ", parameters)
                + outside.map(mask -> " outside the mask '" + mask + "'").orElse("");
        return switch (by) {
            case GRADIENT -> "add the gradient of " + what;
            case HALF_SPACE -> "half-space step of " + what;
            case PROX -> (every == 1 ? "" : "every " + every + " steps: ") + "proximal step of " + what;
        };
    }
}
