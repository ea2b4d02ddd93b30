package org.espalier.core.train;

import java.util.List;
import java.util.Set;
import org.espalier.api.loop.Passes;
import org.espalier.api.loop.Point;
import org.espalier.api.loop.Rule;
import org.espalier.core.catalog.ClaimSet;

/**
 * A rule of a phase, wired.
 *
 * @param name of its plugin
 * @param points when it acts
 * @param claims what it may change
 * @param parameters their names, in the order of the network
 * @param where the layers it was given, for people
 * @param dial what it reads and may turn
 */
public record RuleSpec(
        String name,
        Rule rule,
        Set<Point> points,
        ClaimSet claims,
        List<String> parameters,
        String where,
        ScheduledDial dial) {
    public RuleSpec {
        points = Set.copyOf(points);
        parameters = List.copyOf(parameters);
    }

    /** What it asks of every step, for people; empty: nothing. */
    String passesText() {
        Passes passes = rule.passes();
        return more(passes.gradients(), "forward and backward") + more(passes.losses(), "forward");
    }

    private static String more(int most, String where) {
        return most == 0 ? "" : ", with at most " + most + " more " + (most == 1 ? "pass " : "passes ") + where;
    }

    /** What happens at its points, for people. */
    String text() {
        return "rule '" + name + "'" + (where.isEmpty() ? "" : " of " + where);
    }
}
