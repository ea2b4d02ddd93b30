package org.espalier.dsl;

import groovy.lang.GroovyClassLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.codehaus.groovy.GroovyBugError;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.control.CompilationFailedException;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.ErrorCollector;
import org.codehaus.groovy.control.MultipleCompilationErrorsException;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.messages.SyntaxErrorMessage;
import org.codehaus.groovy.syntax.SyntaxException;
import org.espalier.core.diagnostic.Diagnostic;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Place;
import org.espalier.core.diagnostic.RecipeException;

/**
 * Turns text into Groovy's syntax tree and goes no further: no transformation, no class, so that nothing a recipe says
 * (an annotation, a Grape) can run.
 */
final class GroovyParser {
    /**
     * Parses a text.
     *
     * @throws RecipeException E001 when it is not Groovy, E003 when it is too deeply nested
     */
    ModuleNode parse(SourceText source) {
        BracketScan scan = new BracketScan(source);
        scan.tooMuch().ifPresent(d -> {
            throw new RecipeException(List.of(d));
        });
        CompilerConfiguration configuration = new CompilerConfiguration();
        try (GroovyClassLoader loader = new GroovyClassLoader(GroovyParser.class.getClassLoader(), configuration)) {
            SourceUnit unit = new SourceUnit(
                    "Recipe.groovy", source.text(), configuration, loader, new ErrorCollector(configuration));
            unit.parse();
            unit.completePhase();
            unit.nextPhase();
            unit.convert();
            return unit.getAST();
        } catch (MultipleCompilationErrorsException e) {
            throw new RecipeException(scan.unbalanced().map(List::of).orElseGet(() -> mistakes(source, e)));
        } catch (StackOverflowError e) {
            throw new RecipeException(List.of(tooDeep(source)));
        } catch (CompilationFailedException | GroovyBugError | IllegalArgumentException e) {
            throw new RecipeException(scan.unbalanced().map(List::of).orElseGet(() -> List.of(unknown(source, e))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Diagnostic> mistakes(SourceText source, MultipleCompilationErrorsException failure) {
        List<Diagnostic> found = failure.getErrorCollector().getErrors().stream()
                .filter(SyntaxErrorMessage.class::isInstance)
                .map(m -> mistake(source, ((SyntaxErrorMessage) m).getCause()))
                .toList();
        return found.isEmpty() ? List.of(unknown(source, failure)) : found;
    }

    private static Diagnostic mistake(SourceText source, SyntaxException e) {
        String said = e.getOriginalMessage().strip();
        int line = Math.max(1, e.getStartLine());
        Place place =
                source.at(line, Math.max(1, e.getStartColumn()), Math.max(1, e.getEndColumn() - e.getStartColumn()));
        if (said.startsWith("Duplicated named parameter")) {
            return new Diagnostic(
                    DiagnosticId.REPEATED_WORD,
                    place,
                    "The option " + said.replaceAll("^[^']*('[^']*').*$", "$1") + " is given twice.",
                    "Remove one.");
        }
        return new Diagnostic(
                DiagnosticId.SYNTAX,
                place,
                "The parser stopped here: " + said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1) + ".",
                "A sentence is: word 'plugin', option: value. Look for a missing comma, bracket or quote before it.");
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

    private static Diagnostic tooDeep(SourceText source) {
        return new Diagnostic(
                DiagnosticId.UNREADABLE,
                new Place(source.file(), 0, 0, 1),
                "'" + source.file() + "' is nested too deeply to be a recipe.",
                "Shorten its longest expression.");
    }
}
