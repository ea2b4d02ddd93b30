/** Espalier inside another application. */
@org.jspecify.annotations.NullMarked
package org.espalier.embed;
