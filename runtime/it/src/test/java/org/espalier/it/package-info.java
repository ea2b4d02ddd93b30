/** The built jars together, as a user has them. */
@org.jspecify.annotations.NullMarked
package org.espalier.it;
