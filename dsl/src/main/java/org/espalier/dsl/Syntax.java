package org.espalier.dsl;

import java.util.ArrayList;
import java.util.List;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;

/** From text to sentences. */
final class Syntax {
    private final GroovyParser parser = new GroovyParser();

    /**
     * The sentences of a text and whether none of them had to be left out.
     */
    record Result(List<Sentence> sentences, boolean whole) {}

    /**
     * The sentences of a text. Syntax that is wrong or refused is told and left out.
     *
     * @throws RecipeException when brackets or strings are wrong, or there is more than a recipe may have
     */
    Result sentences(SourceText source, Diagnostics found) {
        return sentences(source, parser.outline(source), found);
    }

    private Result sentences(SourceText file, Outline outline, Diagnostics found) {
        List<Sentence> sentences = new ArrayList<>();
        boolean whole = true;
        for (SourceText part : outline.texts(file)) {
            if (found.isFull()) {
                return new Result(sentences, false);
            }
            SyntaxWalk walk = new SyntaxWalk(part, found, place -> inside(file, outline, place, found));
            try {
                sentences.addAll(walk.sentences(parser.parse(part)));
                whole &= walk.whole();
            } catch (RecipeException e) {
                e.diagnostics().forEach(found::add);
                whole = false;
            }
        }
        return new Result(sentences, whole);
    }

    private Result inside(SourceText file, Outline outline, Place brace, Diagnostics found) {
        Outline block = outline.block(brace.line(), brace.column())
                .orElseThrow(() -> new IllegalStateException("no block begins at " + brace));
        return sentences(file, block, found);
    }
}
