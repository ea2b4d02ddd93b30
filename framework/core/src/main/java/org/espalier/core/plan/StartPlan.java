package org.espalier.core.plan;

import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;

/**
 * What a phase begins with, when that is not what the phase before it ended with.
 *
 * @param from an earlier phase, whose links, values and running statistics are taken
 * @param at how far that phase was; empty: at its end
 * @param place where the sentence stands
 */
public record StartPlan(String from, Optional<Span> at, Place place) {
    /** For people. */
    public String text() {
        return "the network of '" + from + "' "
                + at.map(span -> "as it was after " + span).orElse("as it was at its end");
    }
}
