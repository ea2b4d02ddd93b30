package org.espalier.cli;

import java.util.Collection;
import org.espalier.core.diagnostic.ClosestNames;

/** Offers the names a person may have meant. */
final class DidYouMean {
    private DidYouMean() {}

    /** A sentence with a space before it; empty when nothing is close. */
    static String sentence(String given, Collection<String> known) {
        var close = ClosestNames.of(given, known);
        return close.isEmpty() ? "" : " Did you mean '" + String.join("' or '", close) + "'?";
    }
}
