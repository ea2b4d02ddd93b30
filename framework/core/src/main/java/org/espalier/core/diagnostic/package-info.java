/** Mistakes in recipes: where they stand, what they are, what to write instead. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.diagnostic;
