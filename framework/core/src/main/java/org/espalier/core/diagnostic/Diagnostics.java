package org.espalier.core.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the mistakes of a recipe, so that all are told at once. */
public final class Diagnostics {
    private final List<Diagnostic> found = new ArrayList<>();

    public void add(DiagnosticId id, Place place, String message, String hint) {
        Diagnostic diagnostic = new Diagnostic(id, place, message, hint);
        if (!found.contains(diagnostic)) {
            found.add(diagnostic);
        }
    }

    public void add(DiagnosticId id, Place place, String message) {
        add(id, place, message, "");
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public void add(Diagnostic diagnostic) {
        add(diagnostic.id(), diagnostic.place(), diagnostic.message(), diagnostic.hint());
    }

    /** How many mistakes were found so far. */
    public int size() {
        return found.size();
    }

    /** All mistakes in the order of their places. */
    public List<Diagnostic> all() {
        return found.stream()
                .sorted(Comparator.comparing((Diagnostic d) -> d.place().file())
                        .thenComparing(d -> d.place().line())
                        .thenComparing(d -> d.place().column()))
                .toList();
    }

    /** Throws when anything was found. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new RecipeException(all());
        }
    }
}
