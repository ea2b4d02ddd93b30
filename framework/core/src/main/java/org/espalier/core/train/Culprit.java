package org.espalier.core.train;

import org.espalier.core.guard.Caller;

/** How a part of a run is called in a sentence. */
final class Culprit {
    private Culprit() {}

    static String of(Object part) {
        return Caller.of(part)
                .map(Caller::mention)
                .orElse("the optimizer (" + part.getClass().getName() + ")");
    }
}
