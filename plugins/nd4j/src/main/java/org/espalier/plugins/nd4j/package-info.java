/**
 * ND4J at the borders: npz files in and out through its own readers, and its arrays as views of native memory. Nothing
 * here loads ND4J before it is really used.
 */
@org.jspecify.annotations.NullMarked
package org.espalier.plugins.nd4j;
