package org.espalier.dsl;

import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.codehaus.groovy.GroovyBugError;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.syntax.SyntaxException;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.RecipeException;

/**
 * Turns text into Groovy's syntax tree and goes no further: no transformation, no class, so that nothing a recipe says
 * (an annotation, a Grape) can run.
 */
final class GroovyParser {
    /**
     * The blocks of a text.
     *
     * @throws RecipeException E001 when brackets or strings are wrong, E003 when it asks for more than a recipe may
     */
    Outline outline(SourceText source) {
        try {
            return TokenScan.scan(source);
        } catch (TokenScan.Broken e) {
            throw new RecipeException(new BracketScan(source)
                    .unbalanced()
                    .map(List::of)
                    .orElseGet(() -> new SyntaxMistakes(source).find(List.of(e.mistake()), GroovyParser::complaints)));
        }
    }

    /**
     * Parses a text, the insides of its blocks left out.
     *
     * @throws RecipeException E001 when it is not Groovy
     */
    ModuleNode parse(SourceText source) {
        try {
            return tree(source.text());
        } catch (MultipleCompilationErrorsException e) {
            throw new RecipeException(
                    new SyntaxMistakes(source).find(SyntaxMistakes.said(e), GroovyParser::complaints));
        } catch (StackOverflowError e) {
            throw new RecipeException(List.of(tooDeep(source)));
        } catch (CompilationFailedException | GroovyBugError | IllegalArgumentException e) {
            throw new RecipeException(List.of(unknown(source, e)));
        }
    }

    private static ModuleNode tree(String text) {
        CompilerConfiguration configuration = new CompilerConfiguration();
        try (GroovyClassLoader loader = new GroovyClassLoader(GroovyParser.class.getClassLoader(), configuration)) {
            SourceUnit unit =
                    new SourceUnit("Recipe.groovy", text, configuration, loader, new ErrorCollector(configuration));
            unit.parse();
            unit.completePhase();
            unit.nextPhase();
            unit.convert();
            return unit.getAST();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the parser says about a text. */
    private static List<SyntaxException> complaints(SourceText fragment) {
        try {
            tree(fragment.text());
            return List.of();
        } catch (MultipleCompilationErrorsException e) {
            return SyntaxMistakes.said(e);
        } catch (StackOverflowError | CompilationFailedException | GroovyBugError | IllegalArgumentException e) {
            // The whole text failed in a way that has a place; a fragment that fails without one adds nothing.
            return List.of();
        }
    }

    private static Diagnostic unknown(SourceText source, Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof StackOverflowError) {
            return tooDeep(source);
        }
        return new Diagnostic(
                DiagnosticId.SYNTAX,
                source.at(1, 1, 1),
                "The parser cannot make sense of this file (" + root.getMessage() + ").",
                "A sentence is: word 'plugin', option: value.");
    }

    /** For what is within every limit and still more than this thread's stack can hold. */
    static Diagnostic tooDeep(SourceText source) {
        return new Diagnostic(
                DiagnosticId.UNREADABLE,
                source.at(1, 1, 1),
                "'" + source.file() + "' is nested too deeply to be a recipe.",
                "Shorten its longest expression.");
    }
}
