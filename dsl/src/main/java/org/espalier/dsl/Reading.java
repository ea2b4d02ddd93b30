package org.espalier.dsl;

import java.util.function.Supplier;
import org.espalier.core.catalog.PartOptions;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;

/** What is shared while one file is read: mistakes found, names known, and how much has been read. */
final class Reading {
    /** Sentences a recipe may come to after repeats are unrolled. */
    static final int MAX_SENTENCES = 10_000;

    private final Diagnostics found = new Diagnostics();
    private final Evaluator evaluator = new Evaluator(found);
    private final PartOptions parts;
    private int sentences;
    private boolean shapeUnsure;

    /**
     * @param parts tells the kinds of plugins that stand in options
     */
    Reading(PartOptions parts) {
        this.parts = parts;
    }

    Diagnostics found() {
        return found;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    Arguments arguments(Sentence sentence) {
        return new Arguments(sentence, evaluator, parts, found);
    }

    /** Counts a sentence, or a round of a repeat. Ends the reading when there are too many. */
    void count(Place place) {
        if (found.isFull()) {
            throw new RecipeException(found.all());
        }
        if (++sentences > MAX_SENTENCES) {
            found.add(new Diagnostic(
                    DiagnosticId.UNREADABLE,
                    place,
                    "With its repeats unrolled this recipe has more than " + MAX_SENTENCES + " sentences.",
                    "Repeat less often."));
            throw new RecipeException(found.all());
        }
    }

    /**
     * Tells that a word was said again that may be said once without a name.
     *
     * @param named how the second may be said
     */
    void repeated(String word, String block, Place second, Place first, String named) {
        found.add(
                DiagnosticId.REPEATED_WORD,
                second,
                "'" + word + "' is said twice in " + block + "; the first time in line " + first.line() + ".",
                "Keep one, or say what it is for: " + named);
    }

    /** Reads a part on which later checks of the model depend; they are skipped when it has mistakes. */
    <T> T structural(Supplier<T> part) {
        int before = found.size();
        T result = part.get();
        shapeUnsure |= found.size() > before;
        return result;
    }

    /** Tells that sentences were left out. */
    void notWhole() {
        shapeUnsure = true;
    }

    /** Whether what was read of model and phases is what the person wrote. */
    boolean structureSound() {
        return !shapeUnsure;
    }
}
