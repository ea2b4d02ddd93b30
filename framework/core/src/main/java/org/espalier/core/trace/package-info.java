/** Turns layers and losses into a graph of operations. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.trace;
