/** Programs that {@code espalier bench --against} can call. */
@org.jspecify.annotations.NullMarked
package org.espalier.bench.djl;
