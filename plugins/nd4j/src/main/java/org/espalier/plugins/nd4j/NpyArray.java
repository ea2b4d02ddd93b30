package org.espalier.plugins.nd4j;

/**
 * An array of an npy file.
 *
 * @param shape sizes, the last running fastest
 * @param values {@code [product of shape]}
 * @param whole whether the file holds whole numbers
 */
public record NpyArray(int[] shape, float[] values, boolean whole) {}
