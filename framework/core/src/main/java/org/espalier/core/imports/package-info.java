/** Trained values of files come into a network: names, shapes and orders are matched. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.imports;
