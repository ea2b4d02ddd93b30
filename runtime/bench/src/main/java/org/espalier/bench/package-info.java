/** Benchmarks and guards of kernels, for those who work on them. */
@org.jspecify.annotations.NullMarked
package org.espalier.bench;
