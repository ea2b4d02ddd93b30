/** The traced network: values, the operations between them, and how both are bound to memory. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.graph;
