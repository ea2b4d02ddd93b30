package org.espalier.core.diagnostic;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the mistakes of a recipe, so that all are told at once; of very many, the first {@link #MOST}. */
public final class Diagnostics {
    /** Nobody reads more. */
    public static final int MOST = 200;

    private final Set<Diagnostic> found = new LinkedHashSet<>();

    public void add(DiagnosticId id, Place place, String message, String hint) {
        Diagnostic diagnostic = new Diagnostic(id, place, message, hint);
        if (found.size() < MOST) {
            found.add(diagnostic);
        } else if (found.size() == MOST && !found.contains(diagnostic)) {
            found.add(new Diagnostic(
                    DiagnosticId.UNREADABLE,
                    place,
                    "There are more than " + MOST + " mistakes; this and what follows is not told.",
                    "Correct the first ones and check again."));
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

    /** Whether there are so many that no more are told. */
    public boolean isFull() {
        return found.size() > MOST;
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
