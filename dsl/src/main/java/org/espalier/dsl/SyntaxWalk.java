package org.espalier.dsl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.InnerClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NamedArgumentListExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;
import org.espalier.core.diagnostic.DiagnosticId;
import org.espalier.core.diagnostic.Diagnostics;
import org.espalier.core.diagnostic.Place;

/**
 * Turns Groovy's syntax tree into sentences and refuses, with its place, everything a recipe does not have. The list is
 * closed: what is not named here or in {@link ExpressionWalk} is refused.
 */
final class SyntaxWalk {
    private final SourceText source;
    private final Diagnostics found;
    private final Function<Place, Syntax.Result> blocks;
    private final ExpressionWalk expressions;
    private boolean whole;

    /** @param blocks reads the block whose brace stands at a place; its inside is no part of the tree */
    SyntaxWalk(SourceText source, Diagnostics found, Function<Place, Syntax.Result> blocks) {
        this.source = source;
        this.found = found;
        this.blocks = blocks;
        this.expressions = new ExpressionWalk(source, found, this);
    }

    /** The sentences of a text. */
    List<Sentence> sentences(ModuleNode module) {
        if (module.getPackage() != null) {
            refuse(module.getPackage(), "package");
        }
        for (ImportNode node : imports(module)) {
            refuseAnnotations(node);
            refuse(node, "import");
        }
        ClassNode script = module.getScriptClassDummy();
        for (ClassNode node : module.getClasses()) {
            boolean ownScript = node.getName().equals(script.getName());
            boolean anonymous = node instanceof InnerClassNode inner && inner.isAnonymous();
            if (!ownScript && !anonymous) {
                refuseAnnotations(node);
                refuse(node, "class");
            }
        }
        for (MethodNode node : module.getMethods()) {
            refuseAnnotations(node);
            refuse(node, "method");
        }
        int before = found.size();
        List<Sentence> sentences = sentences(module.getStatementBlock());
        whole = found.size() == before;
        return sentences;
    }

    /** Whether nothing within the sentences was refused. */
    boolean whole() {
        return whole;
    }

    private static List<ImportNode> imports(ModuleNode module) {
        List<ImportNode> all = new ArrayList<>(module.getImports());
        all.addAll(module.getStarImports());
        all.addAll(module.getStaticImports().values());
        all.addAll(module.getStaticStarImports().values());
        return all;
    }

    private void refuseAnnotations(AnnotatedNode node) {
        node.getAnnotations().forEach(a -> refuse(a, "annotation"));
    }

    /** Refuses a node. */
    void refuse(ASTNode node, String what) {
        Place place = Places.of(source, node);
        DiagnosticId id = what.equals("chain") ? DiagnosticId.WRONG_ARGUMENTS : DiagnosticId.FORBIDDEN_SYNTAX;
        found.add(id, place, Refusals.message(what), Refusals.hint(what));
    }

    /** The sentences of a block; refused statements are left out. */
    private List<Sentence> sentences(Statement block) {
        if (!(block instanceof BlockStatement statements)) {
            return sentence(block).map(List::of).orElse(List.of());
        }
        return statements.getStatements().stream()
                .flatMap(s -> sentence(s).stream())
                .toList();
    }

    private Optional<Sentence> sentence(Statement statement) {
        boolean ofEmptyFile = statement instanceof ReturnStatement && statement.getLineNumber() < 1;
        if (statement instanceof EmptyStatement || ofEmptyFile) {
            return Optional.empty();
        }
        if (statement.getStatementLabels() != null) {
            refuse(statement, "label");
            return Optional.empty();
        }
        if (!(statement instanceof ExpressionStatement e)) {
            refuse(statement, Refusals.statement(statement));
            return Optional.empty();
        }
        return switch (e.getExpression()) {
            case MethodCallExpression call -> sentence(call);
            case DeclarationExpression declaration -> {
                if (!declaration.getAnnotations().isEmpty()) {
                    refuseAnnotations(declaration);
                } else {
                    refuse(declaration, "variable");
                }
                yield Optional.empty();
            }
            case Expression other -> noSentence(other);
        };
    }

    /** Tells why an expression does not stand where a sentence should; the sentence that was meant, if that is clear. */
    private Optional<Sentence> noSentence(Expression other) {
        Place place = Places.of(source, other);
        switch (other) {
            case VariableExpression name
            when !name.getName().equals("this") -> {
                found.add(
                        DiagnosticId.WRONG_ARGUMENTS,
                        place,
                        "The word '" + name.getName() + "' stands here alone.",
                        "A word without values needs its parentheses: " + name.getName() + "().");
                return Optional.of(refused(name, place));
            }
            case BinaryExpression b
            when b.getLeftExpression() instanceof VariableExpression word
                    && (b.getOperation().getText().equals("-")
                            || b.getOperation().getText().equals("[")) -> {
                String sign = b.getOperation().getText();
                found.add(
                        DiagnosticId.WRONG_ARGUMENTS,
                        place,
                        sign.equals("-")
                                ? "Groovy reads this as '" + word.getName() + "' minus a number."
                                : "Groovy reads this as an element of '" + word.getName() + "'.",
                        "Put the values in parentheses: " + word.getName()
                                + (sign.equals("-") ? "(-1)." : "([1, 2])."));
                return Optional.of(refused(word, place));
            }
            default -> {
                String what = Refusals.expression(other);
                if (what.equals("value")) {
                    found.add(
                            DiagnosticId.FORBIDDEN_SYNTAX,
                            place,
                            "A value stands here alone; every sentence begins with a word.",
                            "For example: seed 42.");
                } else {
                    boolean property = other instanceof PropertyExpression;
                    refuse(
                            property ? expressions.culprit(other) : other,
                            property ? expressions.calledOn(other) : what);
                }
            }
        }
        return Optional.empty();
    }

    private Sentence refused(VariableExpression word, Place place) {
        return new Sentence(
                word.getName(), Places.of(source, word), List.of(new Expr.Refused(place)), Map.of(), Optional.empty());
    }

    /** A call without a receiver, as a sentence. */
    Optional<Sentence> sentence(MethodCallExpression call) {
        if (!call.isImplicitThis()) {
            refuse(expressions.culprit(call), expressions.calledOn(call));
            return Optional.empty();
        }
        if (call.getGenericsTypes() != null
                || !(call.getMethod() instanceof ConstantExpression name)
                || !(name.getValue() instanceof String word)) {
            refuse(call, "method call");
            return Optional.empty();
        }
        return Optional.of(arguments(word, Places.of(source, name), call));
    }

    private Sentence arguments(String word, Place place, MethodCallExpression call) {
        List<Expr> values = new ArrayList<>();
        Map<String, Sentence.Named> named = new LinkedHashMap<>();
        Optional<Sentence.Block> block = Optional.empty();
        List<Expression> given = call.getArguments() instanceof TupleExpression tuple
                ? tuple.getExpressions()
                : List.of(call.getArguments());
        for (int i = 0; i < given.size(); i++) {
            Expression argument = given.get(i);
            if (argument instanceof MapExpression map && isNamed(map, given)) {
                named.putAll(expressions.entries(map));
            } else if (i == given.size() - 1
                    && argument instanceof ClosureExpression closure
                    && !(argument instanceof LambdaExpression)) {
                block = block(closure);
            } else {
                values.add(expressions.walk(argument));
            }
        }
        return new Sentence(word, place, values, named, block);
    }

    /** Named values arrive as a map that spans its neighbours; a map literal does not. */
    private static boolean isNamed(MapExpression map, List<Expression> given) {
        if (map instanceof NamedArgumentListExpression) {
            return true;
        }
        return given.size() > 1 && given.getFirst() == map && !Places.before(map, given.get(1));
    }

    private Optional<Sentence.Block> block(ClosureExpression closure) {
        List<Expr.Name> variables = new ArrayList<>();
        Parameter[] parameters = closure.getParameters();
        for (Parameter parameter : parameters == null ? Parameter.EMPTY_ARRAY : parameters) {
            if (!parameter.getAnnotations().isEmpty()) {
                refuseAnnotations(parameter);
            } else if (!parameter.isDynamicTyped() || parameter.hasInitialExpression()) {
                refuse(parameter, "parameter");
            } else {
                variables.add(new Expr.Name(parameter.getName(), Places.of(source, parameter)));
            }
        }
        Place place = Places.of(source, closure);
        Syntax.Result inside = blocks.apply(place);
        return Optional.of(new Sentence.Block(inside.sentences(), variables, inside.whole(), place));
    }
}
