package org.espalier.dsl;

import org.codehaus.groovy.ast.ASTNode;
import org.espalier.core.diagnostic.Place;

/** Where nodes of Groovy's tree stand. */
final class Places {
    private Places() {}

    static Place of(SourceText source, ASTNode node) {
        int length = node.getLastLineNumber() == node.getLineNumber()
                ? node.getLastColumnNumber() - node.getColumnNumber()
                : 1;
        return source.at(Math.max(1, node.getLineNumber()), Math.max(1, node.getColumnNumber()), length);
    }

    /** Whether one node ends before another begins. */
    static boolean before(ASTNode first, ASTNode second) {
        return first.getLastLineNumber() < second.getLineNumber()
                || (first.getLastLineNumber() == second.getLineNumber()
                        && first.getLastColumnNumber() <= second.getColumnNumber());
    }
}
