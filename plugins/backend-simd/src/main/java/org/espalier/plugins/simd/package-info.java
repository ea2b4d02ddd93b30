/** Kernels for the Vector API. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.simd;
