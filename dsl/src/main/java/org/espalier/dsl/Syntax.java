package org.espalier.dsl;

import java.util.List;
import org.espalier.core.diagnostic.Diagnostics;

/** From text to sentences. */
final class Syntax {
    private final GroovyParser parser = new GroovyParser();

    /**
     * The sentences of a text and whether none of them had to be left out.
     */
    record Result(List<Sentence> sentences, boolean whole) {}

    /**
     * The sentences of a text. Refused syntax is told and left out.
     *
     * @throws org.espalier.core.diagnostic.RecipeException when the text cannot be parsed at all
     */
    Result sentences(SourceText source, Diagnostics found) {
        SyntaxWalk walk = new SyntaxWalk(source, found);
        List<Sentence> sentences = walk.sentences(parser.parse(source));
        return new Result(sentences, walk.whole());
    }
}
