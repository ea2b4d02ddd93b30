/** The training loop and what happens at the points of a step. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.train;
