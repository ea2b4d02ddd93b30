package org.espalier.dsl;

import java.util.Map;
import org.codehaus.groovy.ast.expr.ArrayExpression;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BitwiseNegationExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.PostfixExpression;
import org.codehaus.groovy.ast.expr.PrefixExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.expr.SpreadExpression;
import org.codehaus.groovy.ast.expr.SpreadMapExpression;
import org.codehaus.groovy.ast.expr.TernaryExpression;
import org.codehaus.groovy.ast.expr.UnaryMinusExpression;
import org.codehaus.groovy.ast.stmt.AssertStatement;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;
import org.codehaus.groovy.ast.stmt.LoopingStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.ast.stmt.SwitchStatement;
import org.codehaus.groovy.ast.stmt.ThrowStatement;
import org.codehaus.groovy.ast.stmt.TryCatchStatement;

/** What a person is told about syntax that Groovy has and a recipe does not. */
final class Refusals {
    private record Refusal(String message, String hint) {}

    private static final Refusal OTHER = new Refusal(
            "A recipe does not have this syntax.",
            "It has words, numbers, strings, lists, blocks and arithmetic; see docs/recipes/README.md.");

    private static final Map<String, Refusal> ALL = Map.ofEntries(
            entry("import", "A recipe imports nothing.", "It names plugins: optimizer 'sgd', momentum: 0.9."),
            entry("package", "A recipe is in no package.", "Remove the line."),
            entry("class", "A recipe declares no classes.", "What a plugin does is written in Java, in a bundle."),
            entry("method", "A recipe declares no methods.", "To say something several times: repeat(3) { i -> … }."),
            entry("annotation", "A recipe has no annotations: they would run code in the compiler.", "Remove it."),
            entry("variable", "A recipe has no variables.", "Name a value with a param: param 'width', 1024."),
            entry("assignment", "A recipe assigns nothing.", "Name a value with a param: param 'width', 1024."),
            entry("loop", "A recipe has no loops.", "To say something several times: repeat(3) { i -> … }."),
            entry("if", "A recipe has no conditions.", "Write two recipes, or a param that --set changes."),
            entry("switch", "A recipe has no conditions.", "Write two recipes, or a param that --set changes."),
            entry("try", "A recipe catches nothing.", "Remove it; mistakes are reported before anything runs."),
            entry("throw", "A recipe throws nothing.", "Say what a run must reach in expect { … }."),
            entry("return", "A recipe returns nothing.", "Remove it."),
            entry(
                    "assert",
                    "A recipe has no assertions.",
                    "Say what a run must reach: expect { accuracy above: 0.9 }."),
            entry(
                    "label",
                    "A recipe has no labels.",
                    "If this was meant as an option, it belongs behind a word: word key: value."),
            entry("braces", "Braces alone mean nothing.", "A block follows a word: data { … }."),
            entry("new", "A recipe makes no objects.", "It names plugins: optimizer 'sgd', momentum: 0.9."),
            entry(
                    "method call",
                    "A recipe calls no methods of objects; this is never run.",
                    "It has words (word 'plugin', option: value) and arithmetic on numbers."),
            entry(
                    "chain",
                    "A comma is missing before or behind this.",
                    "Values and options are separated by commas: word 'plugin', option: value."),
            entry(
                    "property",
                    "A recipe reads no properties of objects.",
                    "A param is used by its plain name, and options are separated by commas."),
            entry("range", "A recipe has no ranges.", "Write the values as a list: [1, 2, 3]."),
            entry("cast", "A recipe has no casts.", "A value has the type it is written in: 3, 0.5, 'text', true."),
            entry("condition", "A recipe has no conditions.", "Write two recipes, or a param that --set changes."),
            entry(
                    "comparison",
                    "A recipe compares nothing.",
                    "Say what a run must reach: expect { accuracy above: 0.9 }."),
            entry("element", "A recipe has no elements of lists or maps.", "Write the value itself, or a param."),
            entry("array", "A recipe has no arrays.", "Write a list: [1, 2, 3]."),
            entry("spread", "A recipe does not spread lists or maps.", "Write the values one by one."),
            entry("counter", "A recipe counts nothing.", "repeat(3) { i -> … } counts i from 1 to 3."),
            entry("code", "A block is no value here.", "Blocks follow the words that have them: data { … }."),
            entry("null", "There is no null in a recipe.", "Leave the option out to have its default."),
            entry("method pointer", "A recipe has no references to methods.", "It names plugins as strings."),
            entry("key", "The name of an option is a plain word.", "For example momentum: 0.9."),
            entry("parameter", "The name before the arrow stands alone.", "For example repeat(3) { i -> … }."));

    private Refusals() {}

    static String message(String what) {
        return ALL.getOrDefault(what, OTHER).message();
    }

    static String hint(String what) {
        return ALL.getOrDefault(what, OTHER).hint();
    }

    /** What a statement is called here. */
    static String statement(Statement statement) {
        return switch (statement) {
            case LoopingStatement s -> "loop";
            case IfStatement s -> "if";
            case SwitchStatement s -> "switch";
            case TryCatchStatement s -> "try";
            case ThrowStatement s -> "throw";
            case ReturnStatement s -> "return";
            case AssertStatement s -> "assert";
            case BlockStatement s -> "braces";
            case Statement s -> "other";
        };
    }

    /** What an expression is called here; {@code value} for what a recipe does have. */
    static String expression(Expression expression) {
        return switch (expression) {
            case ConstructorCallExpression e -> "new";
            case ArrayExpression e -> "array";
            case RangeExpression e -> "range";
            case CastExpression e -> "cast";
            case TernaryExpression e -> "condition";
            case ClosureExpression e -> "code";
            case MethodPointerExpression e -> "method pointer";
            case PropertyExpression e -> "property";
            case SpreadExpression e -> "spread";
            case SpreadMapExpression e -> "spread";
            case PrefixExpression e -> "counter";
            case PostfixExpression e -> "counter";
            case BooleanExpression e -> "condition";
            case BitwiseNegationExpression e -> "other";
            case ConstantExpression e -> e.getValue() == null ? "null" : "value";
            case GStringExpression e -> "value";
            case ListExpression e -> "value";
            case MapExpression e -> "value";
            case UnaryMinusExpression e -> "value";
            case BinaryExpression e -> binary(e.getOperation().getText());
            case Expression e -> "other";
        };
    }

    private static String binary(String operator) {
        return switch (operator) {
            case "+", "-", "*", "/", "%", "**" -> "value";
            case "[", "?[" -> "element";
            case "==", "!=", "<", ">", "<=", ">=", "<=>", "===", "!==", "in", "!in", "=~", "==~" -> "comparison";
            default -> operator.endsWith("=") ? "assignment" : "other";
        };
    }

    private static Map.Entry<String, Refusal> entry(String what, String message, String hint) {
        return Map.entry(what, new Refusal(message, hint));
    }
}
