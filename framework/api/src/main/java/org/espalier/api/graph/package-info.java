/** The contract <i>graph</i>: functions from inputs to outputs, written against a {@link org.espalier.api.graph.GraphBuilder}. */
@org.jspecify.annotations.NullMarked
package org.espalier.api.graph;
