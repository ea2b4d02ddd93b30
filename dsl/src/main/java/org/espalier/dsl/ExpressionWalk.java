package org.espalier.dsl;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.UnaryMinusExpression;
import org.codehaus.groovy.ast.expr.UnaryPlusExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;

/** Turns Groovy's expressions into values and refuses, with its place, everything that is not one. */
final class ExpressionWalk {
    private static final Set<String> OPERATORS = Set.of("+", "-", "*", "/", "%", "**");

    private final SourceText source;
    private final List<String> lines;
    private final Diagnostics found;
    private final SyntaxWalk sentences;

    ExpressionWalk(SourceText source, Diagnostics found, SyntaxWalk sentences) {
        this.source = source;
        this.lines = source.text().lines().toList();
        this.found = found;
        this.sentences = sentences;
    }

    Expr walk(Expression expression) {
        Place place = Places.of(source, expression);
        return switch (expression) {
            case ConstantExpression constant -> constant(constant, place);
            case VariableExpression name when name.isThisExpression() || name.isSuperExpression() -> refuse(expression);
            case VariableExpression name -> new Expr.Name(name.getName(), place);
            case UnaryMinusExpression minus -> new Expr.Negative(walk(minus.getExpression()), place);
            case UnaryPlusExpression plus -> walk(plus.getExpression());
            case BinaryExpression binary
            when OPERATORS.contains(binary.getOperation().getText()) ->
                new Expr.Arithmetic(
                        binary.getOperation().getText(),
                        walk(binary.getLeftExpression()),
                        walk(binary.getRightExpression()),
                        place);
            case GStringExpression template -> template(template, place);
            case ListExpression list
            when list.getClass() == ListExpression.class ->
                new Expr.Items(list.getExpressions().stream().map(this::walk).toList(), place);
            case MapExpression map -> new Expr.Entries(entries(map), place);
            case MethodCallExpression call ->
                sentences.sentence(call).<Expr>map(Expr.Call::new).orElseGet(() -> new Expr.Refused(place));
            case Expression other -> refuse(other);
        };
    }

    /** The entries of a map or of named values. */
    Map<String, Sentence.Named> entries(MapExpression map) {
        Map<String, Sentence.Named> entries = new LinkedHashMap<>();
        for (MapEntryExpression entry : map.getMapEntryExpressions()) {
            if (entry.getKeyExpression() instanceof ConstantExpression key && key.getValue() instanceof String name) {
                Place place = Places.of(source, key);
                if (entries.put(name, new Sentence.Named(place, walk(entry.getValueExpression()))) != null) {
                    found.add(
                            DiagnosticId.REPEATED_WORD,
                            place,
                            "The option '" + name + "' is given twice.",
                            "Remove one.");
                }
            } else {
                ASTNode node = entry.getKeyExpression().getLineNumber() > 0 ? entry.getKeyExpression() : entry;
                found.add(
                        DiagnosticId.FORBIDDEN_SYNTAX,
                        Places.of(source, node),
                        Refusals.message("key"),
                        Refusals.hint("key"));
            }
        }
        return entries;
    }

    private Expr constant(ConstantExpression constant, Place place) {
        return switch (constant.getValue()) {
            case Boolean b -> new Expr.Flag(b, place);
            case String s -> new Expr.Text(s, place);
            case Integer i -> new Expr.Number(i, true, place);
            case Long l -> new Expr.Number(l, true, place);
            case BigInteger i -> new Expr.Number(i.doubleValue(), true, place);
            case BigDecimal d -> new Expr.Number(d.doubleValue(), false, place);
            case Float f -> new Expr.Number(Double.parseDouble(f.toString()), false, place);
            case Double d -> new Expr.Number(d, false, place);
            case null, default -> refuse(constant);
        };
    }

    /** The texts and values of a template alternate, beginning and ending with a text. */
    private Expr template(GStringExpression template, Place place) {
        List<Expr> parts = new ArrayList<>();
        for (int i = 0; i < template.getStrings().size(); i++) {
            parts.add(walk(template.getStrings().get(i)));
            if (i < template.getValues().size()) {
                parts.add(walk(template.getValue(i)));
            }
        }
        return new Expr.Template(parts, place);
    }

    /** What is refused about a call or property: the object that is made, the word behind a missing comma, or all of it. */
    ASTNode culprit(Expression expression) {
        Expression object = object(expression);
        if (made(expression) instanceof ConstructorCallExpression made) {
            return made;
        }
        return spaced(object, member(expression)) ? member(expression) : expression;
    }

    /** What that is called in {@link Refusals}. */
    String calledOn(Expression expression) {
        if (made(expression) instanceof ConstructorCallExpression) {
            return "new";
        }
        if (spaced(object(expression), member(expression))) {
            return "chain";
        }
        return expression instanceof PropertyExpression ? "property" : "method call";
    }

    private static Expression made(Expression expression) {
        Expression innermost = expression;
        while (object(innermost) != innermost) {
            innermost = object(innermost);
        }
        return innermost;
    }

    private static Expression object(Expression expression) {
        return switch (expression) {
            case MethodCallExpression call when !call.isImplicitThis() -> call.getObjectExpression();
            case PropertyExpression property -> property.getObjectExpression();
            case Expression other -> other;
        };
    }

    private static Expression member(Expression expression) {
        return switch (expression) {
            case MethodCallExpression call -> call.getMethod();
            case PropertyExpression property -> property.getProperty();
            case Expression other -> other;
        };
    }

    /** Whether nothing but space is between two nodes: a comma was forgotten. */
    private boolean spaced(Expression object, Expression member) {
        if (object.getLastLineNumber() != member.getLineNumber() || member.getLineNumber() < 1) {
            return false;
        }
        String line = lines.size() < member.getLineNumber() ? "" : lines.get(member.getLineNumber() - 1);
        int from = Math.clamp(object.getLastColumnNumber() - 1L, 0, line.length());
        return line.substring(from, Math.clamp(member.getColumnNumber() - 1L, from, line.length()))
                .isBlank();
    }

    private Expr refuse(Expression expression) {
        if (expression instanceof PropertyExpression) {
            sentences.refuse(culprit(expression), calledOn(expression));
            return new Expr.Refused(Places.of(source, expression));
        }
        Place place = Places.of(source, expression);
        String what = Refusals.expression(expression);
        found.add(DiagnosticId.FORBIDDEN_SYNTAX, place, Refusals.message(what), Refusals.hint(what));
        return new Expr.Refused(place);
    }
}
