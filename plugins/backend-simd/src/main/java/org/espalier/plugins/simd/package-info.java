/** The kernels on the Vector API, for 512, 256 and 128-bit vectors, equal bit by bit to the scalar reference. */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.simd;
