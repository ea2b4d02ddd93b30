package org.espalier.core.train;

/** How a part of a run is called in a sentence. */
final class Culprit {
    private Culprit() {}

    static String of(Object part) {
        return "the optimizer (" + part.getClass().getName() + ")";
    }
}
