package org.espalier.dsl;

import java.util.List;
import org.espalier.core.diagnostic.Diagnostics;

/** From text to sentences. */
final class Syntax {
    private final GroovyParser parser = new GroovyParser();

    /**
     * The sentences of a text. Refused syntax is told and left out.
     *
     * @throws org.espalier.core.diagnostic.RecipeException when the text cannot be parsed at all
     */
    List<Sentence> sentences(SourceText source, Diagnostics found) {
        return new SyntaxWalk(source, found).sentences(parser.parse(source));
    }
}
