package org.espalier.dsl;

import groovyjarjarantlr4.v4.runtime.CharStreams;
import groovyjarjarantlr4.v4.runtime.RecognitionException;
import groovyjarjarantlr4.v4.runtime.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.groovy.parser.antlr4.GroovyLangLexer;
import org.apache.groovy.parser.antlr4.GroovyLexer;
import org.apache.groovy.parser.antlr4.GroovySyntaxError;
import org.codehaus.groovy.syntax.SyntaxException;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;

/**
 * Finds the blocks of a text, and bounds what the parser may be asked to do. It sees the very tokens the parser will see, so
 * nothing can hide from it in a string, a comment or behind an odd end of a line.
 */
final class TokenScan {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_TOKENS = 1000;
    /** Between two commas; what stands in brackets there is counted by itself. */
    private static final int MAX_VALUE = 100;

    private static final int MAX_WORD = 400;
    /** Words and signs from which on a part of a text is parsed by itself. */
    private static final int PART = 200;

    private static final int MAX_BLOCKS = 1000;
    private final SourceText source;
    private final GroovyLangLexer lexer;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Level outermost = new Level(new Outline.Spot(0, 1, 1));
    private Level level = outermost;
    private Sentence sentence = new Sentence();
    /** Words and signs since the last comma of the innermost bracket, or since the sentence began. */
    private int value;

    private int last = Token.EOF;
    private boolean separated;
    private int blocks;
    /** The index in the text of a token whose index counts code points; both only grow. */
    private int codePoint;

    private int index;

    /** What is counted of the sentence being read. */
    private static final class Sentence {
        private int tokens;
        private boolean keyword;
        private boolean first;
    }

    /** The text or one of its blocks: the blocks in it, where its parts begin, and what is counted of the last part. */
    private static final class Level {
        private final List<Outline> inner = new ArrayList<>();
        private final List<Outline.Spot> parts = new ArrayList<>();
        private int tokens;

        Level(Outline.Spot from) {
            parts.add(from);
        }
    }

    /** An open bracket: a block has sentences of its own, other brackets belong to the sentence they stand in. */
    private static final class Open {
        private final int closing;
        private final boolean block;
        private final Sentence around;
        private final int valueAround;
        private final Level levelAround;
        private final Outline.Spot brace;

        Open(int closing, boolean block, Sentence around, int valueAround, Level levelAround, Outline.Spot brace) {
            this.closing = closing;
            this.block = block;
            this.around = around;
            this.valueAround = valueAround;
            this.levelAround = levelAround;
            this.brace = brace;
        }
    }

    private TokenScan(SourceText source) {
        this.source = source;
        this.lexer = new GroovyLangLexer(CharStreams.fromString(source.text()));
        lexer.removeErrorListeners();
    }

    /**
     * The blocks of a text.
     *
     * @throws RecipeException E003 when the text asks for more than a recipe may
     * @throws Broken when its tokens or brackets are wrong
     */
    static Outline scan(SourceText source) throws Broken {
        return new TokenScan(source).scan();
    }

    /** A text whose tokens or brackets are wrong, and where. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;
        private final transient SyntaxException mistake;

        Broken(String message, int line, int column) {
            super(message);
            mistake = new SyntaxException(message, line, column);
        }

        SyntaxException mistake() {
            return mistake;
        }
    }

    private Outline scan() throws Broken {
        try {
            Token token = lexer.nextToken();
            while (token.getType() != Token.EOF) {
                if (token.getChannel() == Token.DEFAULT_CHANNEL) {
                    next(token);
                }
                token = lexer.nextToken();
            }
        } catch (GroovySyntaxError e) {
            throw new Broken(String.valueOf(e.getMessage()), e.getLine(), e.getColumn());
        } catch (RecognitionException e) {
            throw new Broken("Unexpected character", lexer.getLine(), lexer.getCharPositionInLine() + 1);
        }
        if (!open.isEmpty()) {
            Outline.Spot brace = open.element().brace;
            throw new Broken("A bracket is never closed", brace.line(), brace.column());
        }
        Outline.Spot start = new Outline.Spot(0, 1, 1);
        return new Outline(start, source.text().length(), outermost.parts, outermost.inner);
    }

    private void next(Token token) throws Broken {
        int type = token.getType();
        if (type == GroovyLexer.NL || type == GroovyLexer.SEMI) {
            separated = true;
            return;
        }
        boolean inSentences = open.isEmpty() || open.element().block;
        if (separated && inSentences && !sentence.keyword && TokenKinds.ends(last) && TokenKinds.begins(type)) {
            sentence = new Sentence();
            value = 0;
            part(token);
        }
        separated = false;
        sentence.keyword |= TokenKinds.keyword(type);
        switch (type) {
            case GroovyLexer.LPAREN -> opened(token, GroovyLexer.RPAREN);
            case GroovyLexer.LBRACK, GroovyLexer.SAFE_INDEX -> opened(token, GroovyLexer.RBRACK);
            case GroovyLexer.LBRACE -> opened(token, GroovyLexer.RBRACE);
            case GroovyLexer.RPAREN, GroovyLexer.RBRACK, GroovyLexer.RBRACE -> closed(token);
            case GroovyLexer.ARROW -> variables(token);
            case GroovyLexer.CASE, GroovyLexer.DEFAULT -> sentence.first = false;
            default -> {}
        }
        sentence.tokens++;
        level.tokens++;
        value = type == GroovyLexer.COMMA ? 0 : value + TokenKinds.weight(type);
        last = type;
        check(token);
    }

    /** Begins a new part when the last one is long enough. */
    private void part(Token token) {
        if (level.tokens >= PART) {
            level.parts.add(spot(token));
            level.tokens = 0;
        }
    }

    private void opened(Token token, int closing) {
        boolean inText = last == GroovyLexer.GStringBegin || last == GroovyLexer.GStringPart;
        boolean block = closing == GroovyLexer.RBRACE && !inText;
        open.push(new Open(closing, block, sentence, value, level, spot(token)));
        value = 0;
        if (block) {
            sentence = new Sentence();
            sentence.first = true;
            level = new Level(behind(token));
            blocks++;
        }
    }

    private void closed(Token token) throws Broken {
        Open opening = open.poll();
        if (opening == null || opening.closing != token.getType()) {
            throw new Broken(
                    "A '" + token.getText() + "' closes nothing", token.getLine(), token.getCharPositionInLine() + 1);
        }
        sentence = opening.around;
        value = opening.valueAround;
        if (opening.block) {
            Outline closed = new Outline(opening.brace, spot(token).index(), level.parts, level.inner);
            level = opening.levelAround;
            level.inner.add(closed);
        }
    }

    /** What stands before the first arrow of a block belongs to the sentence around it. */
    private void variables(Token arrow) {
        if (!open.isEmpty() && open.element().block && sentence.first) {
            level = new Level(behind(arrow));
            sentence.first = false;
        }
    }

    private Outline.Spot spot(Token token) {
        return new Outline.Spot(index(token.getStartIndex()), token.getLine(), token.getCharPositionInLine() + 1);
    }

    private Outline.Spot behind(Token token) {
        int length = token.getStopIndex() + 1 - token.getStartIndex();
        return new Outline.Spot(
                index(token.getStopIndex() + 1), token.getLine(), token.getCharPositionInLine() + 1 + length);
    }

    private int index(int wanted) {
        index = source.text().offsetByCodePoints(index, wanted - codePoint);
        codePoint = wanted;
        return index;
    }

    private void check(Token token) {
        int length = token.getStopIndex() - token.getStartIndex() + 1;
        boolean text = TokenKinds.text(token.getType());
        if (length > (text ? Evaluator.MAX_TEXT : MAX_WORD)) {
            throw tooMuch(
                    token,
                    text
                            ? "A text has more than " + Evaluator.MAX_TEXT + " characters."
                            : "A word or number has more than " + MAX_WORD + " characters.",
                    "");
        }
        if (open.size() > MAX_DEPTH) {
            throw tooMuch(token, "Brackets are nested more than " + MAX_DEPTH + " deep here.", "A recipe needs four.");
        }
        if (blocks > MAX_BLOCKS) {
            throw tooMuch(token, "There are more than " + MAX_BLOCKS + " blocks.", "Use repeat(n) { i -> … }.");
        }
        if (value > MAX_VALUE) {
            throw tooMuch(
                    token,
                    "A value has more than " + MAX_VALUE + " words and signs, or a comma is missing.",
                    "Values and options are separated by commas.");
        }
        if (sentence.tokens > MAX_TOKENS) {
            throw tooMuch(
                    token,
                    "A sentence has more than " + MAX_TOKENS + " words and signs.",
                    "Use repeat(n) { i -> … } or several sentences.");
        }
    }

    private RecipeException tooMuch(Token token, String message, String hint) {
        Place place = source.at(token.getLine(), token.getCharPositionInLine() + 1, 1);
        return new RecipeException(List.of(new Diagnostic(DiagnosticId.UNREADABLE, place, message, hint)));
    }
}
