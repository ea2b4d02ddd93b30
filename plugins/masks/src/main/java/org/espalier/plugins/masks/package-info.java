/** Patterns and starting masks. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.masks;
