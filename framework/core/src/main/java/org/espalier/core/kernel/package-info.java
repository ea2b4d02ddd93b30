/** Native memory, and the scalar reference of every kernel. */
@org.jspecify.annotations.NullMarked
package org.espalier.core.kernel;
