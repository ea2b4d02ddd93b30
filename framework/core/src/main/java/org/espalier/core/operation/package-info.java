/** The operations of the graph, each with its passes. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.operation;
