package org.espalier.core.train;

import java.util.List;
import java.util.Locale;
import org.espalier.api.loop.Regularizer;
import org.espalier.core.plan.RegularizePlan;

/**
 * A penalty on groups of trained values, wired.
 *
 * @param name of the regularizer
 * @param parameters names of those it is about, in the order of the model
 * @param strength placed over the phase
 * @param every steps between proximal steps, at least 1
 * @param epsilon of half-space steps, in [0, 1)
 */
public record PenaltySpec(
        String name,
        Regularizer regularizer,
        List<String> parameters,
        RegularizePlan.Groups groups,
        RegularizePlan.By by,
        ScheduledDial strength,
        long every,
        double epsilon) {
    public PenaltySpec {
        parameters = List.copyOf(parameters);
    }

    /** For people. */
    String text() {
        String what = name + " on "
                + (groups == RegularizePlan.Groups.WEIGHT
                        ? "each value"
                        : "each " + groups.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                + " of " + String.join(", ", parameters);
        return switch (by) {
            case GRADIENT -> "add the gradient of " + what;
            case HALF_SPACE -> "half-space step of " + what;
            case PROX -> (every == 1 ? "" : "every " + every + " steps: ") + "proximal step of " + what;
        };
    }
}
