/** Work cut into chunks, for a few threads. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.parallel;
