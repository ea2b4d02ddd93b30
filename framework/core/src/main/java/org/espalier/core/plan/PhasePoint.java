package org.espalier.core.plan;

import java.util.Optional;
import org.espalier.api.Span;
import org.espalier.core.diagnostic.Place;

/**
 * A point of an earlier phase, whose network a later one wants: to begin with it, or to learn from it.
 *
 * @param from the name of the phase
 * @param at how far that phase was; empty: at its end
 * @param place where the sentence stands
 */
public record PhasePoint(String from, Optional<Span> at, Place place) {
    /** For people. */
    public String text() {
        return "the network of '" + from + "' "
                + at.map(span -> "as it was after " + span).orElse("as it was at its end");
    }
}
