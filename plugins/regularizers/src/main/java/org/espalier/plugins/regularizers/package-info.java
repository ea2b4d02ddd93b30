/** Regularizers: penalties on the norms of groups of trained values. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.regularizers;
