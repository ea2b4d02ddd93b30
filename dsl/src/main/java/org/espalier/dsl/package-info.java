/** The recipe language: Groovy syntax, read as data. */
@org.jspecify.annotations.NullMarked
package org.espalier.dsl;
