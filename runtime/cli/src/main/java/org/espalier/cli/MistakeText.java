package org.espalier.cli;

import java.util.List;
import org.espalier.core.diagnostic.Diagnostic;

/** Mistakes of a recipe as a person reads them. */
final class MistakeText {
    private final Surroundings surroundings;

    MistakeText(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    String of(List<Diagnostic> mistakes) {
        StringBuilder text = new StringBuilder();
        mistakes.forEach(
                m -> text.append(m.place()).append(": ").append(m.message()).append('\n'));
        return text.toString();
    }
}
