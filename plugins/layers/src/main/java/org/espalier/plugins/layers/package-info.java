/** Layers beside the dense one. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.layers;
