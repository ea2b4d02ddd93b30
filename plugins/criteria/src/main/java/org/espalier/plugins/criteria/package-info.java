/** Prune and grow criteria. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.criteria;
