package org.espalier.dsl;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.groovy.parser.antlr4.GroovyLexer;

/** What the tokens of Groovy mean for where a sentence ends and how much it asks of the parser. */
final class TokenKinds {
    /** Groovy's own words, like {@code if}: where one stands, the end of a line need not end a sentence. */
    private static final Set<Integer> KEYWORDS = IntStream.rangeClosed(1, GroovyLexer.VOCABULARY.getMaxTokenType())
            .filter(type -> {
                String literal = GroovyLexer.VOCABULARY.getLiteralName(type);
                return literal != null && literal.matches("'[a-z-]*[a-z]'");
            })
            .boxed()
            .collect(Collectors.toUnmodifiableSet());

    private TokenKinds() {}

    static boolean keyword(int type) {
        return KEYWORDS.contains(type);
    }

    /** Whether it is a text in quotes, or a piece of one. */
    static boolean text(int type) {
        return switch (type) {
            case GroovyLexer.StringLiteral, GroovyLexer.GStringBegin, GroovyLexer.GStringPart, GroovyLexer.GStringEnd ->
                true;
            default -> false;
        };
    }

    /** Over chains of signs that no recipe has, the parser takes far longer than over others. */
    static int weight(int type) {
        return switch (type) {
            case GroovyLexer.ASSIGN, GroovyLexer.LT, GroovyLexer.GT, GroovyLexer.AWAIT, GroovyLexer.IF -> 10;
            default -> 1;
        };
    }

    /** Whether a sentence may end behind it. */
    static boolean ends(int type) {
        return switch (type) {
            case GroovyLexer.RPAREN,
                    GroovyLexer.RBRACK,
                    GroovyLexer.RBRACE,
                    GroovyLexer.GStringEnd,
                    GroovyLexer.GStringPathPart,
                    GroovyLexer.IntegerLiteral,
                    GroovyLexer.FloatingPointLiteral,
                    GroovyLexer.BooleanLiteral,
                    GroovyLexer.NullLiteral -> true;
            default -> begins(type);
        };
    }

    /** Whether a sentence may begin with it. */
    static boolean begins(int type) {
        return switch (type) {
            case GroovyLexer.Identifier,
                    GroovyLexer.CapitalizedIdentifier,
                    GroovyLexer.StringLiteral,
                    GroovyLexer.GStringBegin -> true;
            default -> false;
        };
    }
}
